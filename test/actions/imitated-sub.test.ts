import { createHmac, randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const secret = 'a-secret-that-is-long-enough-for-a-hook';
const running = sharedConsole({ sandbox: { users: 0 }, environment: { HOOK_SECRET: secret } });

/** A user, and another whose username is the first one's sub. */
async function pair() {
  const people = peopleOf(running());
  const name = await people.confirmed({ email: `real-${randomUUID()}@example.com` });
  const { sub = '' } = await people.attributes(name);
  await people.confirmed({ email: `imitator-${randomUUID()}@example.com` }, sub);
  return { people, name, sub };
}

it('A sub in an address is that of its user, whoever has it as a username', async () => {
  const { people, name, sub } = await pair();
  const admin = await running().signedIn('admin');
  const page = await admin.get(`/pools/sandbox/users/${sub}`);
  expect(page.text).toContain(name);
  const reply = await admin.post(`/pools/sandbox/users/${sub}/actions/disable`);
  expect(reply.status).toBe(303);
  expect((await people.get(name)).Enabled).toBe(false);
});

it('A sub in a notice is that of its user, and the other one stays in the mirror', async () => {
  const { people, name, sub } = await pair();
  await running().walked();
  await people.disable(name);
  const body = JSON.stringify({ users: [sub] });
  const path = '/hooks/pools/sandbox';
  const id = randomUUID();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const digest = createHmac('sha256', secret)
    .update(`POST ${path}\n${id}\n${timestamp}\n${body}`)
    .digest('base64');
  const reply = await running()
    .client()
    .request('POST', path, {
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v2,${digest}`,
      },
      body,
    });
  expect(reply.status).toBe(202);
  const { reader } = running().pool.directory;
  await expect
    .poll(async () => (await reader.find(name))?.user.isEnabled, { timeout: 60_000 })
    .toBe(false);
  const found = await reader.find(sub);
  expect(found?.user.username).toBe(name);
  const admin = await running().signedIn('admin');
  const list = await admin.get(`/pools/sandbox/users?q=${sub}`);
  expect(list.text).toContain('2 users match');
});
