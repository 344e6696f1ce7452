import {
  AdminGetUserCommand,
  CreateGroupCommand,
  ListGroupsCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { adminQueriesForTests } from '../helpers/admin-queries.ts';
import { apiOf } from '../helpers/api.ts';
import { consoleForTest } from '../helpers/console.ts';
import { peopleOf } from '../helpers/people.ts';

const api = adminQueriesForTests();
const people = () => peopleOf(api().running);

/** What AdminQueries sends on: the answer of the SDK, its times as text. */
function asJson(answer: object): Record<string, unknown> {
  const { $metadata: _ofSdk, ...rest } = JSON.parse(JSON.stringify(answer));
  return rest;
}

const byName = (attributes: readonly { readonly Name: string }[]) =>
  attributes.toSorted((one, other) => one.Name.localeCompare(other.Name));

/** The words of the page with all audit entries about this user. */
async function auditOf(username: string): Promise<string> {
  const admin = await api().running.signedIn('admin');
  return (await admin.get(`/pools/sandbox/audit?target=${username}`)).text;
}

beforeAll(async () => {
  const { cognito, sandbox } = api().running;
  const UserPoolId = sandbox.userPoolId;
  await cognito.send(
    new CreateGroupCommand({
      UserPoolId,
      GroupName: 'Editors',
      Description: 'They write.',
      Precedence: 3,
      RoleArn: 'arn:aws:iam::123456789012:role/editors',
    }),
  );
  await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName: 'Readers' }));
});

describe('The eleven routes of AdminQueries', () => {
  it('addUserToGroup adds a user to a group', async () => {
    const username = await people().confirmed();
    const reply = await api().post('addUserToGroup', { username, groupname: 'Readers' });
    expect([reply.status, reply.body]).toEqual([
      200,
      { message: `Success adding ${username} to Readers` },
    ]);
    expect(await people().groups(username)).toEqual(['Readers']);
    const again = await api().post('addUserToGroup', { username, groupname: 'Readers' });
    expect(again.status).toBe(200);
    const nowhere = await api().post('addUserToGroup', { username, groupname: 'Nowhere' });
    expect([nowhere.status, nowhere.body.code]).toEqual([404, 'group_not_found']);
  });

  it('removeUserFromGroup removes a user from a group', async () => {
    const username = await people().confirmed();
    await people().addToGroup(username, 'Readers');
    const reply = await api().post('removeUserFromGroup', { username, groupname: 'Readers' });
    expect([reply.status, reply.body]).toEqual([
      200,
      { message: `Removed ${username} from Readers` },
    ]);
    expect(await people().groups(username)).toEqual([]);
    const again = await api().post('removeUserFromGroup', { username, groupname: 'Readers' });
    expect(again.status).toBe(200);
  });

  it('confirmUserSignUp confirms a user who signed up', async () => {
    const username = await people().unconfirmed();
    const reply = await api().post('confirmUserSignUp', { username });
    expect([reply.status, reply.body]).toEqual([
      200,
      { message: `Confirmed ${username} registration` },
    ]);
    expect((await people().get(username)).UserStatus).toBe('CONFIRMED');
    const again = await api().post('confirmUserSignUp', { username });
    expect([again.status, again.body.code]).toEqual([409, 'not_unconfirmed']);
  });

  it('disableUser and enableUser do so, and say it again for a user who is so already', async () => {
    const username = await people().confirmed();
    for (const route of ['disableUser', 'disableUser', 'enableUser', 'enableUser']) {
      const reply = await api().post(route, { username });
      const message = route === 'disableUser' ? `Disabled ${username}` : `Enabled ${username}`;
      expect([route, reply.status, reply.body]).toEqual([route, 200, { message }]);
      expect((await people().get(username)).Enabled).toBe(route === 'enableUser');
    }
  });

  it('signUserOut signs a user out everywhere', async () => {
    const username = await people().confirmed();
    const reply = await api().post('signUserOut', { username });
    expect([reply.status, reply.body]).toEqual([
      200,
      { message: `Signed out ${username} from all devices` },
    ]);
  });

  it('getUser answers what AdminGetUser does', async () => {
    const username = await people().confirmed({ name: 'Ada Lovelace', phone_number: '+15550100' });
    const { cognito, sandbox } = api().running;
    const wanted = asJson(
      await cognito.send(
        new AdminGetUserCommand({ UserPoolId: sandbox.userPoolId, Username: username }),
      ),
    );
    const { status, body } = await api().get('getUser', { username }, { as: 'auditor' });
    expect(status).toBe(200);
    expect({ ...body, UserAttributes: byName(body.UserAttributes) }).toEqual({
      ...wanted,
      UserAttributes: byName(Object(wanted.UserAttributes)),
    });
    const { UserAttributes } = body;
    const sub = UserAttributes.find(({ Name }: { Name: string }) => Name === 'sub').Value;
    expect((await api().get('getUser', { username: sub })).body).toEqual(body);
    const missing = await api().get('getUser', { username: 'no-such-user' });
    expect([missing.status, missing.body.code]).toEqual([404, 'user_not_found']);
  });

  it('listUsers answers what ListUsers does, with NextToken for PaginationToken', async () => {
    const username = await people().confirmed({ name: 'Grace Hopper' });
    await api().running.noticed(username);
    const { cognito, sandbox } = api().running;
    const { Users = [] } = await cognito.send(
      new ListUsersCommand({
        UserPoolId: sandbox.userPoolId,
        Filter: `username = "${username}"`,
      }),
    );
    const { status, body } = await api().get('listUsers', {}, { as: 'auditor' });
    expect(status).toBe(200);
    const found = body.Users.find((user: { Username: string }) => user.Username === username);
    const [wanted] = Users.map(asJson);
    expect({ ...found, Attributes: byName(found.Attributes) }).toEqual({
      ...wanted,
      Attributes: byName(Object(wanted?.Attributes)),
    });
  });

  it('listGroups answers what ListGroups does', async () => {
    const { cognito, sandbox } = api().running;
    const wanted = asJson(
      await cognito.send(new ListGroupsCommand({ UserPoolId: sandbox.userPoolId })),
    );
    const { status, body } = await api().get('listGroups', {}, { as: 'auditor' });
    expect([status, body]).toEqual([200, wanted]);
    expect(body.Groups.length).toBeGreaterThan(4);
  });

  it('listGroupsForUser answers names and descriptions only', async () => {
    const username = await people().confirmed();
    for (const group of ['Editors', 'Readers']) await people().addToGroup(username, group);
    const { status, body } = await api().get('listGroupsForUser', { username });
    expect(status).toBe(200);
    expect(body).toEqual({
      Groups: expect.arrayContaining([
        { GroupName: 'Editors', Description: 'They write.' },
        { GroupName: 'Readers' },
      ]),
    });
    const missing = await api().get('listGroupsForUser', { username: 'no-such-user' });
    expect([missing.status, missing.body.code]).toEqual([404, 'user_not_found']);
  });

  it('listUsersInGroup answers the members', async () => {
    const username = await people().confirmed({ name: 'Ada Lovelace' });
    await people().addToGroup(username, 'Editors');
    const { status, body } = await api().get('listUsersInGroup', { groupname: 'Editors' });
    expect(status).toBe(200);
    const found = body.Users.find((user: { Username: string }) => user.Username === username);
    expect(found).toMatchObject({ Enabled: true, UserStatus: 'CONFIRMED' });
    expect(found.Attributes).toContainEqual({ Name: 'name', Value: 'Ada Lovelace' });
    const missing = await api().get('listUsersInGroup', { groupname: 'Nowhere' });
    expect([missing.status, missing.body.code]).toEqual([404, 'group_not_found']);
  });
});

describe('The drop-in for AdminQueries', () => {
  it('names users by username, sub or verified email address', async () => {
    const username = await people().confirmed();
    const { status, body } = await api().get('getUser', { username: `${username}@example.com` });
    expect([status, body.Username]).toEqual([200, username]);
    const reply = await api().post('disableUser', { username: `${username}@example.com` });
    expect([reply.status, reply.body.message]).toEqual([200, `Disabled ${username}@example.com`]);
    expect((await people().get(username)).Enabled).toBe(false);
  });

  it('lists a change at once', async () => {
    const username = await people().confirmed();
    await api().running.noticed(username);
    const isEnabled = async (): Promise<boolean> => {
      const { body } = await api().get('listUsers', { q: username });
      return body.Users[0].Enabled;
    };
    expect(await isEnabled()).toBe(true);
    await api().post('disableUser', { username });
    expect(await isEnabled()).toBe(false);
    await api().post('enableUser', { username });
    expect(await isEnabled()).toBe(true);
  });

  it('writes every change to the audit, with the reason', async () => {
    const username = await people().confirmed();
    await api().post('disableUser', { username, reason: 'Left the company' });
    await api().post('signUserOut', { username }, { as: 'support' });
    await api().post('enableUser', { username }, { as: 'support' });
    const audit = await auditOf(username);
    expect(audit).toContain('Left the company');
    expect(audit.match(/Enable user/g)).toHaveLength(1);
    expect(audit).toMatch(/support.*Sign out everywhere/);
  });

  it('writes what auditors search for to the audit', async () => {
    await api().get('listUsers', { q: 'name:nobodyhere' }, { as: 'auditor' });
    await api().get('listUsers', { filter: 'email ^= "nobodythere"' }, { as: 'auditor' });
    const admin = await api().running.signedIn('admin');
    const { text } = await admin.get('/pools/sandbox/audit?actionId=users.search');
    expect(text).toContain('name:nobodyhere');
    expect(text).toContain('nobodythere');
  });

  it('takes API keys, for their actions and pools', async () => {
    const username = await people().confirmed();
    const { keyFor } = apiOf(api().running);
    const { token } = await keyFor({ role: 'support' });
    const as = { token };
    expect((await api().get('getUser', { username }, { as })).status).toBe(200);
    expect((await api().post('signUserOut', { username }, { as })).status).toBe(200);
    const refused = await api().post('disableUser', { username }, { as });
    expect([refused.status, refused.body.code]).toEqual([403, 'permission_missing']);
  });

  it('says nothing else: another path or method is 404', async () => {
    for (const [method, route] of [
      ['GET', 'addUserToGroup'],
      ['POST', 'listUsers'],
      ['GET', 'deleteUser'],
    ]) {
      const reply = method === 'GET' ? await api().get(`${route}`) : await api().post(`${route}`);
      expect([route, reply.status, reply.body.code]).toEqual([route, 404, 'not_found']);
    }
  });

  it('is off unless ADMIN_QUERIES names a pool', async () => {
    const running = await consoleForTest({ sandbox: { users: 0 } });
    const { call } = apiOf(running, '/admin-queries');
    const { status } = await fetch(`${running.url}/admin-queries/listUsers`, {
      headers: { authorization: `Bearer ${await apiOf(running).tokenOf('admin')}` },
    });
    expect(status).toBe(404);
    expect(running.routes.filter(({ url }) => url.startsWith('/admin-queries'))).toEqual([]);
    expect(call).toBeDefined();
  });
});
