import {
  AdminAddUserToGroupCommand,
  AdminRemoveUserFromGroupCommand,
  CreateGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { startSandbox } from '../../../server/sandbox/start.ts';
import { type ApiForTest, apiOf } from '../../helpers/api.ts';
import { consoleForTest } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';
import { type PoolProxy, proxyOf } from '../../helpers/pool-proxy.ts';

// What a read costs the pool, and what is answered when the pool is away.

/** A console behind a proxy that sees every call, with one synced user in a group. */
async function watched(): Promise<{ api: ApiForTest; proxy: PoolProxy; username: string }> {
  const sandbox = await startSandbox({ port: 0, data: ':memory:', users: 0 });
  const proxy = await proxyOf(sandbox);
  const running = await consoleForTest({ pool: proxy.pool });
  const people = peopleOf(running);
  const username = await people.confirmed({}, 'watched');
  const UserPoolId = sandbox.userPoolId;
  await running.cognito.send(new CreateGroupCommand({ UserPoolId, GroupName: 'readers' }));
  await people.addToGroup(username, 'readers');
  await running.walked();
  const api = apiOf(running);
  // The operator's role, and the pool's settings, are known from here on.
  await api.ofPool('GET', '/', { as: 'auditor' });
  await api.call('GET', '/pools/sandbox', { as: 'auditor' });
  return { api, proxy, username };
}

it('reads a user by one call, with the groups of the mirror', async () => {
  const { api, proxy, username } = await watched();
  const { sub } = (await api.ofPool('GET', `/users/${username}`, { as: 'auditor' })).body;
  for (const name of [username, sub]) {
    const before = proxy.calls().length;
    const { status, body } = await api.ofPool('GET', `/users/${name}`, { as: 'auditor' });
    expect([status, body.username, body.groups]).toEqual([200, username, ['readers']]);
    expect(proxy.calls().slice(before)).toEqual(['ListUsers']);
  }
});

it('makes no call for what the mirror answers, and few for the rest', async () => {
  const { api, proxy, username } = await watched();
  const expected: Readonly<Record<string, readonly string[]>> = {
    '/users?q=watched&count=true': [],
    '/overview': [],
    '': [],
    '/groups': ['ListGroups'],
    '/groups/readers': ['GetGroup'],
    '/groups/readers/members': ['ListUsersInGroup'],
    [`/users/${username}/groups`]: ['ListUsers', 'AdminListGroupsForUser'],
    [`/users/${username}/sessions`]: ['ListUsers', 'AdminListUserSessions'],
    [`/users/${username}/devices`]: ['ListUsers', 'AdminListDevices'],
    [`/users/${username}/sign-ins`]: ['ListUsers', 'AdminListUserAuthEvents'],
    [`/users/${username}/second-factors`]: ['ListUsers', 'AdminGetUserAuthFactors'],
    [`/users/${username}/identities`]: ['ListUsers'],
    [`/users/${username}/history`]: ['ListUsers'],
    [`/users/${username}/next-step`]: ['ListUsers', 'AdminListGroupsForUser'],
    [`/users/${username}/actions`]: ['ListUsers', 'AdminListGroupsForUser'],
    [`/users/${username}@example.com`]: ['ListUsers', 'ListUsers'],
  };
  for (const [path, calls] of Object.entries(expected)) {
    const before = proxy.calls().length;
    await api.ofPool('GET', path, { as: 'auditor' });
    expect([path, proxy.calls().slice(before)]).toEqual([path, calls]);
  }
});

it('asks the pool for the groups of a user who is newer than the last sync', async () => {
  const { api, proxy } = await watched();
  const { running } = api;
  await peopleOf(running).confirmed({}, 'newcomer');
  const UserPoolId = running.sandbox.userPoolId;
  const membership = { UserPoolId, Username: 'newcomer', GroupName: 'readers' };
  await running.cognito.send(new AdminAddUserToGroupCommand(membership));
  const before = proxy.calls().length;
  const { body } = await api.ofPool('GET', '/users/newcomer', { as: 'auditor' });
  expect(body.groups).toEqual(['readers']);
  expect(proxy.calls().slice(before)).toEqual(['ListUsers', 'AdminListGroupsForUser']);
});

it('lists the groups of a user as the pool has them now', async () => {
  const { api, username } = await watched();
  const { cognito, sandbox } = api.running;
  const membership = { UserPoolId: sandbox.userPoolId, Username: username, GroupName: 'readers' };
  const path = `/users/${username}/groups`;
  const groups = (await api.ofPool('GET', path, { as: 'auditor' })).body.groups;
  expect(groups).toMatchObject([{ name: 'readers' }]);
  await cognito.send(new AdminRemoveUserFromGroupCommand(membership));
  expect((await api.ofPool('GET', path, { as: 'auditor' })).body).toEqual({ groups: [] });
});

it('learns second factors on the way and answers them with the user', async () => {
  const { api, username } = await watched();
  const path = `/users/${username}`;
  const factors = await api.ofPool('GET', `${path}/second-factors`, { as: 'auditor' });
  expect(factors.body).toEqual({ enabled: [], firstFactors: ['PASSWORD'] });
  const { body } = await api.ofPool('GET', path, { as: 'auditor' });
  expect(body.secondFactors).toEqual({ enabled: [], asOf: expect.any(String) });
  const listed = await api.ofPool('GET', '/users?q=watched&fields=secondFactors');
  expect(listed.body.users).toEqual([{ secondFactors: body.secondFactors }]);
});

it('answers what was last known while the pool is away, and says so', async () => {
  const { api, proxy, username } = await watched();
  const found = await api.ofPool('GET', `/users/${username}`, { as: 'auditor' });
  const comeBack = proxy.lose('ListUsers', 'before');
  const known = await api.ofPool('GET', `/users/${username}`, { as: 'auditor' });
  expect([known.status, known.body]).toEqual([200, { ...found.body, isLastKnown: true }]);
  expect([found.headers.get('etag'), known.headers.get('etag')]).toEqual([
    expect.any(String),
    null,
  ]);
  for (const path of [`/users/${username}/history`, '/users?q=watched', '/overview']) {
    expect([path, (await api.ofPool('GET', path, { as: 'auditor' })).status]).toEqual([path, 200]);
  }
  for (const path of ['/users/never-seen', '/users/%00', `/users/${username}/sessions`]) {
    const { status, body } = await api.ofPool('GET', path, { as: 'auditor' });
    expect([path, status, body.code]).toEqual([path, 503, 'pool_unreachable']);
  }
  comeBack();
  const again = await api.ofPool('GET', `/users/${username}`, { as: 'auditor' });
  expect(again.body).toEqual(found.body);
});

it('says when to try again while the pool throttles', async () => {
  const { api, proxy, username } = await watched();
  const throttled = { name: 'TooManyRequestsException', message: 'Rate exceeded' };
  proxy.refuse('AdminListUserSessions', throttled);
  const { status, body, headers } = await api.ofPool('GET', `/users/${username}/sessions`);
  expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'pool_busy', '5']);
});

it('has no user who was deleted meanwhile', async () => {
  const { api, proxy, username } = await watched();
  // Deleted between the two calls of one request.
  proxy.refuse('AdminListUserSessions', { name: 'UserNotFoundException', message: 'Gone.' });
  const meanwhile = await api.ofPool('GET', `/users/${username}/sessions`);
  expect([meanwhile.status, meanwhile.body.code]).toEqual([404, 'user_not_found']);
  await peopleOf(api.running).remove(username);
  const parts = ['', '/groups', '/sessions', '/devices', '/sign-ins', '/second-factors'];
  for (const part of [...parts, '/identities', '/history', '/next-step', '/actions']) {
    const { status, body } = await api.ofPool('GET', `/users/${username}${part}`);
    expect([part, status, body.code]).toEqual([part, 404, 'user_not_found']);
  }
});
