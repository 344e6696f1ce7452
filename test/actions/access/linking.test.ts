import { beforeAll, expect, it } from 'vitest';
import type { ConsoleClient } from '../../helpers/console-client.ts';
import { peopleOf } from '../../helpers/people.ts';
import { sharedConsole } from '../../helpers/shared-console.ts';

const running = sharedConsole();
const link = (username: string) => `/pools/sandbox/users/${username}/actions/link-provider`;

let admin: ConsoleClient;
beforeAll(async () => {
  admin = await running().signedIn('admin');
});

it('links five identities at most, and says so before the service would', async () => {
  const username = await peopleOf(running()).confirmed();
  for (let number = 1; number <= 5; number += 1) {
    const source = { provider: 'Google', subject: `${username}-${number}` };
    expect((await admin.post(link(username), source)).status).toBe(303);
  }
  const source = { provider: 'Google', subject: `${username}-6` };
  const sixth = await admin.post(link(username), source);
  expect(sixth.status).toBe(409);
  expect(sixth.text).toContain('A user can have at most five linked identities.');
});

it('says why an identity that has signed in before, or is linked elsewhere, cannot be linked', async () => {
  const people = peopleOf(running());
  const [federated = ''] = await people.seeded('EXTERNAL_PROVIDER');
  const username = await people.confirmed();
  const own = { provider: 'Google', subject: federated.replace('google_', '') };
  const form = await admin.get(link(username));
  expect(form.text).toContain('The identity must never have signed in here before.');
  const refused = await admin.post(link(username), own);
  expect(refused.status).toBe(409);
  expect(refused.text).toContain('has signed in before and is a user of its own');

  const shared = { provider: 'Google', subject: `of-${username}` };
  expect((await admin.post(link(username), shared)).status).toBe(303);
  const elsewhere = await admin.post(link(await people.confirmed()), shared);
  expect(elsewhere.text).toContain('This identity is linked to a user already');
});
