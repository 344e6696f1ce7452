import {
  AdminAddUserToGroupCommand,
  CreateGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { adminQueriesForTests, adminQueriesOf } from '../helpers/admin-queries.ts';
import { consoleForTest, type TestConsole } from '../helpers/console.ts';
import { peopleOf } from '../helpers/people.ts';
import { proxyOf } from '../helpers/pool-proxy.ts';

/** What AdminQueries of Amplify does wrong, each with what happens here instead. */
const lines: string[] = [];
const api = adminQueriesForTests({
  environment: { LOG_LEVEL: 'trace' },
  log: (line) => lines.push(line),
});
const people = () => peopleOf(api().running);

/** Every route, with input that it would carry out. */
const routes = (username: string) =>
  [
    ['POST', 'addUserToGroup', { username, groupname: 'Editors' }],
    ['POST', 'removeUserFromGroup', { username, groupname: 'Editors' }],
    ['POST', 'confirmUserSignUp', { username }],
    ['POST', 'disableUser', { username }],
    ['POST', 'enableUser', { username }],
    ['POST', 'signUserOut', { username }],
    ['GET', 'getUser', { username }],
    ['GET', 'listUsers', {}],
    ['GET', 'listGroups', {}],
    ['GET', 'listGroupsForUser', { username }],
    ['GET', 'listUsersInGroup', { groupname: 'Editors' }],
  ] as const;

async function joinedGroup({ cognito, sandbox }: TestConsole, Username: string, GroupName: string) {
  const UserPoolId = sandbox.userPoolId;
  await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName }));
  await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, GroupName, Username }));
}

/** Each route as this person: refused with this code, and nothing done. */
async function expectRefused(running: TestConsole, caller: string, code: string): Promise<void> {
  const { get, post, tokenOf } = adminQueriesOf(running);
  const target = await peopleOf(running).confirmed();
  const before = await peopleOf(running).get(target);
  const token = await tokenOf(caller);
  for (const [method, route, input] of routes(target)) {
    const send = method === 'GET' ? get : post;
    const { status, body } = await send(route, input, { as: { token } });
    expect([route, status, body.code]).toEqual([route, 403, code]);
  }
  const { $metadata: _one, ...unchanged } = await peopleOf(running).get(target);
  expect(before).toMatchObject(unchanged);
  expect(await peopleOf(running).groups(target)).toEqual([]);
}

beforeAll(async () => {
  const { cognito, sandbox } = api().running;
  await cognito.send(
    new CreateGroupCommand({ UserPoolId: sandbox.userPoolId, GroupName: 'Editors' }),
  );
});

describe('An unset or NONE group', () => {
  it.each(['', 'NONE'])('lets nobody in who is not in a group of operators: %j', async (group) => {
    const running = await consoleForTest({
      sandbox: { users: 0 },
      environment: { ADMIN_QUERIES: 'sandbox', ADMIN_GROUP: group },
    });
    await expectRefused(running, await peopleOf(running).confirmed(), 'not_an_operator');
    // The usual group counts when none is set, and only then.
    const { get } = adminQueriesOf(running);
    expect((await get('listUsers')).status).toBe(group === '' ? 200 : 403);
  });
});

describe('A wrong group', () => {
  it('is answered 403, and nothing is done', async () => {
    const caller = await people().confirmed();
    await joinedGroup(api().running, caller, 'Writers');
    await expectRefused(api().running, caller, 'not_an_operator');
  });

  it('counts as it is now, whatever the token still says', async () => {
    const { running, tokenOf, get } = api();
    const caller = await people().confirmed();
    await people().addToGroup(caller, 'pool-admins');
    const token = await tokenOf(caller);
    await people().disable(caller);
    const { status, body } = await get('listUsers', {}, { as: { token } });
    expect([status, body.code]).toEqual([403, 'power_lost']);
    expect(running.url).toBeDefined();
  });
});

describe('A group named "x,pool-admins"', () => {
  it('is a group like any other', async () => {
    const caller = await people().confirmed();
    await joinedGroup(api().running, caller, 'x,pool-admins');
    await joinedGroup(api().running, caller, 'pool-admins,x');
    await expectRefused(api().running, caller, 'not_an_operator');
  });
});

describe('A limit that is none', () => {
  it('never reaches the pool', async () => {
    const own = await consoleForTest({ sandbox: { users: 0 } });
    const proxy = await proxyOf(own.sandbox);
    const running = await consoleForTest({
      pool: proxy.pool,
      environment: { ADMIN_QUERIES: 'sandbox' },
    });
    const { get } = adminQueriesOf(running);
    const username = await peopleOf(running).confirmed();
    const groupname = 'pool-admins';
    await running.walked();
    expect((await get('listUsers')).status).toBe(200);
    const before = proxy.askedWith('').length;
    for (const limit of ['abc', '0', '61', '-1', '1.5', '1e1', '0x10', ' 5', '５', '99999999999']) {
      for (const [route, input] of [
        ['listUsers', {}],
        ['listGroups', {}],
        ['listGroupsForUser', { username }],
        ['listUsersInGroup', { groupname }],
      ] as const) {
        const { status, body } = await get(route, { ...input, limit });
        expect([route, limit, status, body.code]).toEqual([route, limit, 400, 'invalid_input']);
        expect(body.fields.limit).toMatch(/whole number from 1 to 60/);
      }
    }
    expect(proxy.askedWith('').slice(before)).toEqual([]);
  });
});

describe('What Cognito answers', () => {
  it.each([
    ['UserNotFoundException', 404, 'user_not_found'],
    ['NotAuthorizedException', 409, 'refused_by_pool'],
    ['InvalidParameterException', 400, 'invalid_parameter'],
    ['UnexpectedLambdaException', 502, 'pool_trigger_failed'],
    ['AccessDeniedException', 502, 'pool_access_denied'],
  ])('%s is no 500: %i', async (name, status, code) => {
    const own = await consoleForTest({ sandbox: { users: 0 } });
    const proxy = await proxyOf(own.sandbox);
    const running = await consoleForTest({
      pool: proxy.pool,
      environment: { ADMIN_QUERIES: 'sandbox' },
    });
    const username = await peopleOf(running).confirmed();
    proxy.refuse('AdminDisableUser', { name, message: 'as the pool says' });
    const reply = await adminQueriesOf(running).post('disableUser', { username });
    expect([reply.status, reply.body.code]).toEqual([status, code]);
    expect(reply.body.message).not.toContain('as the pool says');
  });
});

describe('CORS', () => {
  it('is for no origin unless API_ORIGINS names it, and never *', async () => {
    const origin = 'https://app.example.com';
    const closed = await api().get('listUsers', {}, { headers: { origin } });
    expect(closed.status).toBe(200);
    expect(closed.headers.has('access-control-allow-origin')).toBe(false);
    const running = await consoleForTest({
      sandbox: { users: 0 },
      environment: { ADMIN_QUERIES: 'sandbox', API_ORIGINS: origin },
    });
    const { get } = adminQueriesOf(running);
    for (const [asked, answered] of [
      [origin, origin],
      ['https://evil.example', null],
      ['*', null],
    ] as const) {
      const read = await get('listUsers', {}, { headers: { origin: asked } });
      expect(read.headers.get('access-control-allow-origin')).toBe(answered);
      const preflight = await fetch(`${running.url}/admin-queries/disableUser`, {
        method: 'OPTIONS',
        headers: { origin: asked, 'access-control-request-method': 'POST' },
      });
      expect(preflight.status).toBe(204);
      expect(preflight.headers.get('access-control-allow-origin')).toBe(answered);
      expect(preflight.headers.has('access-control-allow-credentials')).toBe(false);
    }
  });
});

describe('The log', () => {
  it('has no username, address, group or token in it', async () => {
    const username = await people().confirmed({ name: 'Verity Unlogged' });
    lines.length = 0;
    for (const [method, route, input] of routes(username)) {
      await (method === 'GET' ? api().get(route, input) : api().post(route, input));
    }
    await api().get('getUser', { username: `${username}-missing` });
    await api().get('listUsers', { q: username, filter: '' });
    const log = lines.join('\n');
    expect(log).toContain('/admin-queries/disableUser');
    for (const secret of [username, 'Editors', 'Unlogged', await api().tokenOf('admin')]) {
      expect(log).not.toContain(secret);
    }
  });
});

describe('A search', () => {
  it('is by filter, in the syntax of Cognito, or by q, in the language of the console', async () => {
    const ada = await people().confirmed({ name: 'Ada "The First" Lovelace' });
    const bob = await people().confirmed({ name: 'Bob Martin' });
    await api().running.noticed(ada, bob);
    const namesOf = async (query: Record<string, string>) => {
      const { status, body } = await api().get('listUsers', query);
      expect(status).toBe(200);
      return body.Users.map((user: { Username: string }) => user.Username);
    };
    expect(await namesOf({ filter: `username = "${ada}"` })).toEqual([ada]);
    expect(await namesOf({ filter: `"email"^="${bob}"` })).toEqual([bob]);
    expect(await namesOf({ filter: 'name = "Ada \\"The First\\" Lovelace"' })).toEqual([ada]);
    expect(await namesOf({ q: 'name:lovelace' })).toEqual([ada]);
    for (const query of [
      { filter: 'custom:tenant = "acme"' },
      { filter: 'email = "a" or email = "b"' },
      { filter: 'email = "a"b"' },
      { filter: `name = "${'x'.repeat(300)}"` },
      { q: '"open' },
      { q: 'name:ada', filter: 'name = "Ada"' },
    ]) {
      const { status, body } = await api().get('listUsers', query);
      expect([query, status, body.code]).toEqual([query, 400, 'invalid_input']);
    }
  });
});

describe('An administrator', () => {
  it('signs others out', async () => {
    const username = await people().confirmed();
    const { status, body } = await api().post('signUserOut', { username });
    expect([status, body.message]).toEqual([200, `Signed out ${username} from all devices`]);
  });

  it('cannot lock themselves out', async () => {
    const [username, groupname] = ['admin', 'pool-admins'];
    const disable = await api().post('disableUser', { username });
    expect([disable.status, disable.body.code]).toEqual([409, 'not_yourself']);
    const leave = await api().post('removeUserFromGroup', { username, groupname });
    expect([leave.status, leave.body.code]).toEqual([409, 'not_yourself']);
    expect(await people().groups('admin')).toContain('pool-admins');
  });
});

describe('The other roles', () => {
  it('have no more than on the pages', async () => {
    const allowed = {
      support: ['confirmUserSignUp', 'signUserOut'],
      auditor: [],
    } as const;
    for (const as of ['support', 'auditor'] as const) {
      const username = await people().unconfirmed();
      for (const [method, route, input] of routes(username)) {
        const reply =
          method === 'GET'
            ? await api().get(route, input, { as })
            : await api().post(route, input, { as });
        const isAllowed = method === 'GET' || allowed[as].some((one) => one === route);
        expect([as, route, reply.status]).toEqual([as, route, isAllowed ? 200 : 403]);
        if (!isAllowed) expect(reply.body.code).toBe('permission_missing');
      }
    }
    const reply = await api().post('signUserOut', { username: 'admin' }, { as: 'support' });
    expect([reply.status, reply.body.code]).toEqual([409, 'target_is_operator']);
  });
});
