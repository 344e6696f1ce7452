import { expect, it } from 'vitest';
import { consoleForTest } from '../helpers/console.ts';
import { peopleOf } from '../helpers/people.ts';
import { proxyOf } from '../helpers/pool-proxy.ts';
import { sentMessages } from '../sandbox/people/outbox.ts';
import { runningSandbox } from '../sandbox/running.ts';

/** A console behind whose calls the connection can be cut. */
async function world(now = () => new Date()) {
  const { sandbox } = await runningSandbox({ users: 0 });
  const proxy = await proxyOf(sandbox);
  const running = await consoleForTest({ pool: proxy.pool, now });
  const admin = await running.signedIn('admin');
  return {
    proxy,
    admin,
    running,
    people: peopleOf(running),
    /** How many messages were sent to this address. */
    sent: async (address: string) =>
      (await sentMessages(sandbox)).filter(({ destination }) => destination === address).length,
    /** Of every action on this user, oldest first. */
    async outcomes(target: string): Promise<readonly (readonly [string, string, string])[]> {
      const { body } = await admin.get('/pools/sandbox/audit/export.ndjson');
      return body
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
        .filter((entry) => entry.target === target && /^(user|group)\./.test(entry.action))
        .map(({ action, outcome, error_code }) => [action, outcome, error_code] as const)
        .reverse();
    },
  };
}

const path = (username: string, verb: string): string =>
  `/pools/sandbox/users/${username}/actions/${verb}`;

it('does what the pool shows as done after all answers to it were lost', async () => {
  const { proxy, admin, people, outcomes } = await world();
  const username = await people.confirmed();
  const restore = proxy.lose('AdminDisableUser', 'after');
  const reply = await admin.post(path(username, 'disable'));
  restore();
  expect(reply.status).toBe(303);
  expect((await people.get(username)).Enabled).toBe(false);
  expect(await outcomes(username)).toEqual([['user.disable', 'succeeded', 'settled_afterwards']]);
  const page = await admin.get(`/pools/sandbox/audit?target=${username}`);
  expect(page.text).toContain('Looked at afterwards, the pool shows it as done.');
});

it.each([
  ['disable', 'AdminDisableUser', {}],
  ['delete', 'AdminDeleteUser', { confirmation: 'USERNAME' }],
  ['add-to-group', 'AdminAddUserToGroup', { group: 'editors' }],
] as const)('never says failed of %s when no answer came', async (verb, operation, fields) => {
  const { proxy, admin, people, outcomes } = await world();
  const username = await people.confirmed();
  const restore = proxy.lose(operation, 'before');
  const given = Object.entries(fields).map(([name, value]) => [
    name,
    value === 'USERNAME' ? username : value,
  ]);
  const reply = await admin.post(path(username, verb), Object.fromEntries(given));
  restore();
  expect(reply.status).toBe(503);
  expect(reply.text).toContain('it is not known whether this was done');
  expect((await people.get(username)).Enabled).toBe(true);
  expect(await outcomes(username)).toEqual([[`user.${verb}`, 'unknown', 'pool_unreachable']]);
});

it('leaves the entry open while the pool cannot be looked at', async () => {
  const { proxy, admin, people, outcomes } = await world();
  const username = await people.confirmed();
  const restored = [proxy.lose('AdminDisableUser', 'after')];
  const release = proxy.hold('AdminDisableUser');
  const posted = admin.post(path(username, 'disable'));
  await expect.poll(() => proxy.asked('AdminDisableUser', username)).toBe(1);
  restored.push(proxy.lose('ListUsers', 'before'));
  release();
  expect((await posted).status).toBe(503);
  for (const restore of restored) restore();
  expect(await outcomes(username)).toEqual([['user.disable', 'started', '']]);
});

it('says unknown of each part whose answer was lost', async () => {
  const { proxy, admin, people, outcomes } = await world();
  const username = await people.confirmed();
  proxy.lose('AdminUserGlobalSignOut', 'after');
  const reply = await admin.post(path(username, 'lockdown'), { confirmation: username });
  expect(reply.status).toBe(503);
  expect(await outcomes(username)).toEqual([['user.lockdown', 'unknown', 'pool_unreachable']]);
  const page = await admin.get(`/pools/sandbox/audit?target=${username}`);
  expect(page.text).toContain('Disable user: done, Sign out everywhere: unknown');
});

it('sees that the attributes are right and the verified flag is not', async () => {
  const { proxy, admin, people, outcomes } = await world();
  const username = await people.confirmed({ email_verified: 'false' });
  const { email = '' } = await people.attributes(username);
  proxy.lose('AdminUpdateUserAttributes', 'before');
  const fields = { 'attribute:email': email, email_verified: 'on' };
  expect((await admin.post(path(username, 'edit-attributes'), fields)).status).toBe(503);
  expect((await outcomes(username)).map(([, outcome]) => outcome)).toEqual(['unknown']);
});

it('takes no older group for the one whose creation was lost', async () => {
  const { proxy, admin, outcomes } = await world(() => new Date(Date.now() + 5 * 60_000));
  proxy.lose('CreateGroup', 'before');
  const reply = await admin.post('/pools/sandbox/actions/create-group', { name: 'pool-admins' });
  expect(reply.status).toBe(503);
  expect((await outcomes('pool-admins')).map(([, outcome]) => outcome)).toEqual(['unknown']);
});

it('creates and invites a user once when the answer is lost', async () => {
  const { proxy, admin, people, outcomes, sent } = await world();
  proxy.lose('AdminCreateUser', 'after');
  const fields = { username: 'nina', 'attribute:email': 'nina@example.org', invitation: 'EMAIL' };
  expect((await admin.post('/pools/sandbox/actions/create-user', fields)).status).toBe(303);
  expect((await people.get('nina')).UserStatus).toBe('FORCE_CHANGE_PASSWORD');
  expect(await sent('nina@example.org')).toBe(1);
  expect(await outcomes('nina')).toEqual([['user.create', 'succeeded', '']]);
});

it.each([
  ['resend-invitation', 'AdminCreateUser', 'invited', { email_verified: 'true' }],
  ['reset-password', 'AdminResetUserPassword', 'confirmed', { email_verified: 'true' }],
  ['mend', 'AdminResetUserPassword', 'confirmed', { email_verified: 'false' }],
] as const)('sends one message for %s whose answer is lost', async (verb, operation, kind, has) => {
  const { proxy, admin, people, outcomes, sent } = await world();
  const username = await people[kind](has);
  const address = `${username}@example.com`;
  proxy.lose(operation, 'after');
  const reply = await admin.post(path(username, verb));
  expect(reply.status).toBe(503);
  expect(reply.text).toContain('it is not known whether this was done');
  expect(await sent(address)).toBe(1);
  expect(await outcomes(username)).toEqual([[`user.${verb}`, 'unknown', 'pool_unreachable']]);
});

it('sends one code to an operator who forgot the password', async () => {
  const { proxy, people, running, sent } = await world();
  const username = await people.confirmed();
  proxy.lose('ForgotPassword', 'after');
  const reply = await running.client().post('/forgot-password', { username });
  expect(reply.status).toBe(503);
  expect(await sent(`${username}@example.com`)).toBe(1);
});
