import {
  AdminAddUserToGroupCommand,
  CreateGroupCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { operatorPassword } from '../helpers/console.ts';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole({ sandbox: { users: 0 } });
const pool = '/api/v1/pools/sandbox';

async function tokenOf(username: string): Promise<string> {
  const { cognito, sandbox } = running();
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({
      ClientId: sandbox.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: operatorPassword },
    }),
  );
  return AuthenticationResult?.AccessToken ?? '';
}

async function get(path: string, token: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${running().url}${path}`, {
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
  const body: any = await response.json();
  return { status: response.status, headers: response.headers, body };
}

let auditor: string;
let ada: string;
let bob: string;
beforeAll(async () => {
  auditor = await tokenOf('auditor');
  const people = peopleOf(running());
  const { cognito, sandbox } = running();
  ada = await people.confirmed({ name: 'Ada Lovelace' });
  bob = await people.confirmed({ name: 'Bob Martin' });
  const UserPoolId = sandbox.userPoolId;
  for (const GroupName of ['readers', 'writers']) {
    await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName, Precedence: 7 }));
    for (const Username of GroupName === 'readers' ? [ada, bob] : [ada]) {
      await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, GroupName, Username }));
    }
  }
  await running().walked();
});

describe('list users, get group, list groups with admin rights', () => {
  it('lists users, searched in the language of the console, a page at a time', async () => {
    const found = await get(`${pool}/users?q=${encodeURIComponent('name:lovelace')}`, auditor);
    expect(found.status).toBe(200);
    expect(found.body).toEqual({
      completeAsOf: expect.any(String),
      users: [
        expect.objectContaining({
          username: ada,
          status: 'CONFIRMED',
          isEnabled: true,
          groups: ['readers', 'writers'],
          attributes: expect.objectContaining({ name: 'Ada Lovelace' }),
        }),
      ],
    });
    const first = await get(`${pool}/users?sort=username&limit=2`, auditor);
    const { nextCursor } = first.body;
    const second = await get(
      `${pool}/users?sort=username&limit=2&cursor=${encodeURIComponent(nextCursor)}`,
      auditor,
    );
    const names = [...first.body.users, ...second.body.users].map((user) => user.username);
    expect(new Set(names).size).toBe(4);
    expect(names).toEqual(names.toSorted());
  });

  it('answers one user by username or sub', async () => {
    const { body } = await get(`${pool}/users/${bob}`, auditor);
    expect(body).toMatchObject({ username: bob, groups: ['readers'] });
    expect((await get(`${pool}/users/${body.sub}`, auditor)).body).toEqual(body);
    const missing = await get(`${pool}/users/no-such-user`, auditor);
    expect([missing.status, missing.body.code]).toEqual([404, 'user_not_found']);
  });

  it('lists groups, answers one, and its members', async () => {
    const { body } = await get(`${pool}/groups`, auditor);
    const names = body.groups.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['pool-admins', 'readers', 'writers']));
    const group = await get(`${pool}/groups/readers`, auditor);
    expect(group.body).toMatchObject({ name: 'readers', precedence: 7 });
    const members = await get(`${pool}/groups/readers/members`, auditor);
    expect(
      members.body.users.map((user: { username: string }) => user.username).toSorted(),
    ).toEqual([ada, bob].toSorted());
    const missing = await get(`${pool}/groups/none`, auditor);
    expect([missing.status, missing.body.code]).toEqual([404, 'group_not_found']);
  });
});

describe('The admin API', () => {
  it("takes an operator's access token and nothing else", async () => {
    const nobody = await fetch(`${running().url}${pool}/users`);
    expect(nobody.status).toBe(401);
    expect(nobody.headers.get('content-type')).toContain('application/problem+json');
    const { cookies } = await running().signedIn('admin');
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const byCookie = await fetch(`${running().url}${pool}/users`, { headers: { cookie } });
    expect(byCookie.status).toBe(401);
    expect(await byCookie.json()).toMatchObject({ code: 'not_signed_in' });
    const forged = await get(`${pool}/users`, 'a.b.c');
    expect([forged.status, forged.body.code]).toEqual([401, 'token_refused']);
    const person = await get(`${pool}/users`, await tokenOf(ada));
    expect([person.status, person.body.code]).toEqual([403, 'not_an_operator']);
  });

  it('says what is wrong with a request', async () => {
    const search = await get(`${pool}/users?q=${encodeURIComponent('"open')}`, auditor);
    expect([search.status, search.body.code]).toEqual([422, 'invalid_input']);
    expect(search.body.fields.q).not.toBe('');
    const limit = await get(`${pool}/users?limit=0`, auditor);
    expect([limit.status, limit.body.code]).toEqual([422, 'invalid_input']);
    const nowhere = await get(`${pool}/nowhere`, auditor);
    expect([nowhere.status, nowhere.body.code]).toEqual([404, 'not_found']);
    const unknown = await get('/api/v1/pools/other/users', auditor);
    expect([unknown.status, unknown.body.code]).toEqual([404, 'pool_not_found']);
    expect(unknown.headers.get('x-request-id')).toBe(unknown.body.requestId);
  });
});
