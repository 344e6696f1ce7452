import { expect, it } from 'vitest';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole();

it('tells on the page of a user what changed, and who made it so', async () => {
  await running().walked();
  const people = peopleOf(running());
  const username = await people.unconfirmed();
  const path = `/pools/sandbox/users/${username}`;
  const admin = await running().signedIn('admin');
  await admin.get(path);
  expect((await admin.post(`${path}/actions/confirm`)).status).toBe(303);
  await people.addToGroup(username, 'editors');

  const { text } = await admin.get(path);
  expect(text).toMatch(/Joined the group editors Seen in the pool/);
  expect(text).toMatch(/Status: Unconfirmed, now Confirmed Confirm( user)?, by admin/);
  expect(text).toMatch(/Was new, as Unconfirmed Seen in the pool/);
});
