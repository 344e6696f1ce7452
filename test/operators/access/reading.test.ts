import {
  AdminAddUserToGroupCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminRemoveUserFromGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { graceToRead, powerKeptFor } from '../../../server/operators/access/power.ts';
import type { Sandbox } from '../../../server/sandbox/start.ts';
import { consoleForTest, type TestConsole } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';
import { proxyOf } from '../../helpers/pool-proxy.ts';
import { runningSandbox } from '../../sandbox/running.ts';

const groupOf = { admin: 'pool-admins', support: 'pool-support', auditor: 'pool-auditors' };
const roles = ['admin', 'support', 'auditor'] as const;
type Role = (typeof roles)[number];

const users = '/pools/sandbox/users';
const lost = 'may not use this console any more';

/** A console whose clock stands still unless the test moves it, with an operator just signed in. */
async function reader(role: Role, pool?: Sandbox) {
  const clock = { at: Date.now() };
  const own = await consoleForTest({
    ...(pool ? { pool } : { sandbox: { users: 0 } }),
    now: () => new Date(clock.at),
  });
  const name = await peopleOf(own).confirmed();
  await peopleOf(own).addToGroup(name, groupOf[role]);
  const client = await own.signedIn(name);
  const user = { UserPoolId: own.sandbox.userPoolId, Username: name };
  return { clock, own, name, client, user };
}

type Removal = 'disabled' | 'deleted' | 'taken out of the group';

async function remove(own: TestConsole, username: string, role: Role, how: Removal) {
  const user = { UserPoolId: own.sandbox.userPoolId, Username: username };
  const GroupName = groupOf[role];
  if (how === 'disabled') await own.cognito.send(new AdminDisableUserCommand(user));
  else if (how === 'deleted') await own.cognito.send(new AdminDeleteUserCommand(user));
  else await own.cognito.send(new AdminRemoveUserFromGroupCommand({ ...user, GroupName }));
}

const removals: readonly Removal[] = ['disabled', 'deleted', 'taken out of the group'];

describe.each(roles)('an operator (%s) who was', (role) => {
  it.each(removals)('%s reads nothing from 30 seconds on', async (how) => {
    const { clock, own, name, client } = await reader(role);
    const elsewhere = await own.signedIn(name);
    await remove(own, name, role, how);
    clock.at += powerKeptFor - 1;
    expect((await client.get(users)).status).toBe(200);
    clock.at += 1;
    const refused = await client.get(users);
    expect(refused.status).toBe(403);
    expect(refused.text).toContain(lost);
    expect(refused.text).not.toContain(name);
    expect(client.cookies.has('poolkeeper')).toBe(false);
    // All their sessions are over.
    expect((await elsewhere.get(users)).headers.get('location')).toContain('/sign-in');
    const admin = await own.signedIn('admin');
    expect((await admin.get(`/pools/sandbox/audit?operator=${name}`)).text).toContain(lost);
  });
});

describe('a reader', () => {
  it('has the role that the pool gives by then', async () => {
    const { clock, own, client, user } = await reader('admin');
    const file = '/pools/sandbox/audit/export.csv';
    expect((await client.get(file)).status).toBe(200);
    const support = { ...user, GroupName: groupOf.support };
    await own.cognito.send(new AdminAddUserToGroupCommand(support));
    const admins = { ...user, GroupName: groupOf.admin };
    await own.cognito.send(new AdminRemoveUserFromGroupCommand(admins));
    clock.at += powerKeptFor;
    expect((await client.get(file)).status).toBe(403);
    const page = await client.get(users);
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('Create user');
  });

  it('may come back as soon as the group is given back', async () => {
    const { clock, own, name, client, user } = await reader('auditor');
    await remove(own, name, 'auditor', 'taken out of the group');
    clock.at += powerKeptFor;
    expect((await client.get(users)).status).toBe(403);
    const group = { ...user, GroupName: groupOf.auditor };
    await own.cognito.send(new AdminAddUserToGroupCommand(group));
    const again = await own.signedIn(name);
    expect((await again.get(users)).status).toBe(200);
  });

  it('makes the console ask once in 30 seconds, however many requests wait', async () => {
    const { sandbox } = await runningSandbox();
    const { pool, asked } = await proxyOf(sandbox);
    const { clock, name, client } = await reader('auditor', pool);
    const counts = () => [
      asked('AdminListGroupsForUser', name),
      asked('ListUsers', name),
      asked('AdminGetUser', name),
    ];
    const pages = () => Promise.all(Array.from({ length: 20 }, () => client.get(users)));
    await pages();
    clock.at += powerKeptFor - 1;
    await pages();
    expect(counts()).toEqual([1, 1, 0]);
    clock.at += 1;
    const replies = await pages();
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    expect(counts()).toEqual([2, 2, 0]);
  });
});

describe('while the pool is away', () => {
  it('operators go on reading for five minutes, and change nothing', async () => {
    const { clock, own, client, name } = await reader('admin');
    const asked = clock.at;
    await own.stopPool();
    clock.at = asked + powerKeptFor;
    expect((await client.get(users)).status).toBe(200);
    const changed = await client.post(`${users}/${name}/actions/sign-out`);
    expect(changed.status).toBe(503);
    const saved = await client.post('/pools/sandbox/views', { name: 'Mine', query: '' });
    expect(saved.status).toBe(503);
    clock.at = asked + graceToRead - 1;
    expect((await client.get(users)).status).toBe(200);
    clock.at = asked + graceToRead;
    const page = await client.get(users);
    expect(page.status).toBe(503);
    expect(page.text).toContain('could not be reached');
  });

  it('nobody waits long for it, and its answer counts when it comes', async () => {
    const { sandbox } = await runningSandbox();
    const proxy = await proxyOf(sandbox);
    const { clock, own, name, client } = await reader('auditor', proxy.pool);
    await remove(own, name, 'auditor', 'disabled');
    const release = proxy.hold('AdminListGroupsForUser');
    clock.at += powerKeptFor;
    // The pool answers nothing until these have been answered.
    expect((await client.get(users)).status).toBe(200);
    expect((await client.get(users)).status).toBe(200);
    release();
    await expect.poll(async () => (await client.get(users)).status).toBe(403);
    expect((await client.get(users)).status).toBe(303);
  });
});
