import {
  AdminEnableUserCommand,
  CreateGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { startSandbox } from '../../server/sandbox/start.ts';
import { consoleForTest, type TestConsole } from '../helpers/console.ts';
import { peopleOf } from '../helpers/people.ts';
import { type PoolProxy, proxyOf } from '../helpers/pool-proxy.ts';
import { type Choice, over, started } from './world.ts';

/** A console that calls its pool through a proxy which counts. */
async function counted(): Promise<{ running: TestConsole; proxy: PoolProxy }> {
  const sandbox = await startSandbox({ port: 0, data: ':memory:', users: 0 });
  const proxy = await proxyOf(sandbox);
  const running = await consoleForTest({ pool: proxy.pool });
  return { running, proxy };
}

/** The calls to the pool from the confirmation of a job to its end, by operation. */
async function callsOf(
  { running, proxy }: { running: TestConsole; proxy: PoolProxy },
  choice: Choice,
  fields: Record<string, string> = {},
): Promise<Readonly<Record<string, number>>> {
  const admin = await running.signedIn('admin');
  const before = proxy.askedWith('').length;
  const page = await over(admin, await started(admin, choice, fields));
  expect(page.text).toMatch(new RegExp(`Done ${choice.users?.length}$`));
  const calls = Map.groupBy(proxy.askedWith('').slice(before), (operation) => operation);
  return Object.fromEntries([...calls].map(([operation, made]) => [operation, made.length]));
}

async function invited(running: TestConsole, count: number): Promise<string[]> {
  const people = peopleOf(running);
  const names = await Promise.all(Array.from({ length: count }, () => people.invited()));
  await running.walked();
  return names;
}

function createGroup({ cognito, sandbox }: TestConsole, GroupName: string): Promise<unknown> {
  return cognito.send(new CreateGroupCommand({ UserPoolId: sandbox.userPoolId, GroupName }));
}

/** What a job asks once, however many users it has: who is an operator, and by whom it was started. */
const onceAJob = 12;

it.each([
  ['user.disable', 'AdminDisableUser', {}],
  ['user.add-to-group', 'AdminAddUserToGroup', { group: 'readers' }],
  ['user.resend-invitation', 'AdminCreateUser', {}],
  ['user.sign-out', 'AdminUserGlobalSignOut', {}],
  ['user.delete', 'AdminDeleteUser', {}],
] as const)('%s calls the pool once for each user', async (action, operation, fields) => {
  const world = await counted();
  await createGroup(world.running, 'readers');
  const users = await invited(world.running, 40);
  const { [operation]: made, ...others } = await callsOf(world, { action, users }, fields);
  expect(made).toBe(40);
  const rest = Object.values(others).reduce((sum, count) => sum + count, 0);
  expect(rest).toBeLessThanOrEqual(onceAJob);
});

it('shows in the mirror what was done, without another look at the pool', async () => {
  const world = await counted();
  await createGroup(world.running, 'readers');
  const [user = ''] = await invited(world.running, 1);
  const { reader } = world.running.pool.directory;
  await callsOf(world, { action: 'user.add-to-group', users: [user] }, { group: 'readers' });
  await callsOf(world, { action: 'user.disable', users: [user] });
  const found = await reader.find(user);
  expect(found).toMatchObject({ groups: ['readers'], user: { isEnabled: false } });
  const [disabled, joined] = await reader.timeline(found?.user.sub ?? '', 5);
  expect([disabled?.field, disabled?.source, joined?.field, joined?.to]).toEqual([
    'enabled',
    'action',
    'group',
    'readers',
  ]);
  await callsOf(world, { action: 'user.delete', users: [user] });
  expect((await reader.find(user))?.deletedAt).toBeInstanceOf(Date);
});

it('asks the pool where the mirror says that the action would be refused', async () => {
  const world = await counted();
  const people = peopleOf(world.running);
  const [user = ''] = await invited(world.running, 1);
  await people.disable(user);
  await world.running.noticed(user);
  const { cognito, sandbox } = world.running;
  await cognito.send(
    new AdminEnableUserCommand({ UserPoolId: sandbox.userPoolId, Username: user }),
  );
  await callsOf(world, { action: 'user.disable', users: [user] });
  expect((await people.get(user)).Enabled).toBe(false);
});

it('does not mistake a user for another one whose username is the sub of the first', async () => {
  const world = await counted();
  const people = peopleOf(world.running);
  const user = await people.confirmed();
  const { sub = '' } = await people.attributes(user);
  const imitator = await people.confirmed({ email: 'imitator@example.com' }, sub);
  await world.running.walked();
  await callsOf(world, { action: 'user.disable', users: [user] });
  expect((await people.get(user)).Enabled).toBe(false);
  const { reader } = world.running.pool.directory;
  const other = (
    await reader.list({
      terms: [],
      sort: { column: 'username', direction: 'ascending' },
      cursor: undefined,
      limit: 50,
    })
  ).users.find(({ user: one }) => one.username === imitator);
  expect(other?.user.isEnabled).toBe(true);
});

it('keeps the last administrator, whatever the mirror says of the groups', async () => {
  const world = await counted();
  const people = peopleOf(world.running);
  const other = await people.confirmed();
  await world.running.walked();
  // Behind the back of the mirror the only other administrator besides the one who is signed in.
  await people.addToGroup(other, 'pool-admins');
  await callsOf(world, { action: 'user.disable', users: [other] });
  const admin = await world.running.signedIn('admin');
  const job = await started(admin, { action: 'user.disable', users: ['admin'] });
  expect((await over(admin, job)).text).toContain('You cannot take away your own access');
});
