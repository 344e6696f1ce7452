import { expect, it } from 'vitest';
import { consoleForTest } from '../helpers/console.ts';
import type { ConsoleClient } from '../helpers/console-client.ts';
import { peopleOf } from '../helpers/people.ts';
import { secondFactorsOf } from '../helpers/second-factors.ts';
import { choose, confirm } from '../jobs/world.ts';

const minute = 60_000;

/** A console whose clock can be put forward, with one address for each client. */
async function consoleWithClock() {
  const clock = { ahead: 0 };
  const running = await consoleForTest({
    sandbox: { users: 0 },
    environment: { TRUST_PROXY: 'true' },
    now: () => new Date(Date.now() + clock.ahead),
  });
  return { running, clock };
}

/** The entries of an action, newest first, as the export has them. */
async function entriesOf(client: ConsoleClient, action: string) {
  const { body } = await client.get(`/pools/sandbox/audit/export.ndjson?actionId=${action}`);
  const lines = body.split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}

it('has in the audit what was refused for want of a recent sign-in, singly and in bulk', async () => {
  const { running, clock } = await consoleWithClock();
  const name = await peopleOf(running).confirmed();
  await running.noticed(name);
  const admin = await running.signedIn('admin');
  clock.ahead += 20 * minute;
  const fields = { confirmation: name, reason: 'Only half typed' };
  const json = { accept: 'application/json' };
  const path = `/pools/sandbox/users/${name}/actions/delete`;
  const refused = await admin.post(path, fields, json);
  expect(refused.status).toBe(403);
  expect(JSON.parse(refused.body).error.code).toBe('recent_sign_in_required');
  // As a browser, which is led to sign in again.
  expect((await admin.post(path, fields)).status).toBe(303);
  const chosen = await choose(admin, { action: 'user.delete', users: [name] });
  expect((await confirm(admin, chosen)).headers.get('location')).toMatch(/^\/sign-in\/again/);

  const entry = { operator: 'admin', outcome: 'refused', error_code: 'recent_sign_in_required' };
  const auditor = await running.signedIn('auditor');
  expect(await entriesOf(auditor, 'user.delete')).toMatchObject([
    { ...entry, target: name },
    { ...entry, target: name },
  ]);
  expect(await entriesOf(auditor, 'job.start')).toMatchObject([
    { ...entry, input: { action: 'user.delete', users: 1 } },
  ]);
  // The form has not been sent yet: what was typed in it is for its operator.
  const { body } = await auditor.get('/pools/sandbox/audit/export.ndjson');
  expect(body).not.toContain('Only half typed');
});

it('has in the audit that an operator set a new password on the console’s own page, or failed to', async () => {
  const { running } = await consoleWithClock();
  const people = peopleOf(running);
  const username = await people.confirmed();
  await people.addToGroup(username, 'pool-support');
  const client = running.client();
  await client.post('/forgot-password', { username });
  const code = await secondFactorsOf(running).sentCode(username);
  const newPassword = 'Another-1234';
  const form = { username, newPassword, repeated: newPassword };
  const wrong = code === '000000' ? '111111' : '000000';
  expect((await client.post('/reset-password', { ...form, code: wrong })).status).toBe(422);
  expect((await client.post('/reset-password', { ...form, code })).status).toBe(303);
  const entries = await entriesOf(await running.signedIn('auditor'), 'operator.reset-password');
  expect(entries).toMatchObject([
    { outcome: 'succeeded', operator: username, target: username, address: '127.0.0.1' },
    // What was typed as username may be a password.
    { outcome: 'failed', operator: '', target: '' },
  ]);
  expect(JSON.stringify(entries)).not.toContain(newPassword);
});

it('has refused tokens in the audit, sampled, so that a flood of them cannot fill it', async () => {
  const { running, clock } = await consoleWithClock();
  const send = async (address: string): Promise<void> => {
    const reply = await running.client().get('/pools/sandbox/users', {
      accept: 'application/json',
      authorization: 'Bearer an.old.token',
      'x-forwarded-for': address,
    });
    expect(reply.status).toBe(401);
    expect(JSON.parse(reply.body).error.code).toBe('token_refused');
  };
  for (let count = 0; count < 30; count++) await send('198.51.100.1');
  for (let count = 0; count < 30; count++) await send(`198.51.100.${2 + count}`);
  clock.ahead += 2 * minute;
  await send('198.51.100.1');
  const auditor = await running.signedIn('auditor');
  const entries = await entriesOf(auditor, 'access.token-refused');
  // One of the first address, as many of the others as a minute may have, and the next minute's.
  expect(entries.length).toBe(11);
  expect(entries[0]).toMatchObject({
    outcome: 'refused',
    error_code: 'token_refused',
    address: '198.51.100.1',
    operator: '',
    input: { method: 'GET', path: '/pools/sandbox/users', refused: 22 },
  });
  const counted = entries.map(({ input }) => input.refused);
  expect(counted.reduce((sum, one) => sum + one, 0)).toBe(61);
  expect(JSON.stringify(entries)).not.toContain('an.old.token');
});
