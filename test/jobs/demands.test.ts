import { expect, it } from 'vitest';
import { consoleForTest, operatorPassword } from '../helpers/console.ts';
import { withAttribute } from '../helpers/html.ts';
import { peopleOf } from '../helpers/people.ts';
import { choose, confirm, over } from './world.ts';

const minute = 60_000;

it('asks for a recent sign-in at the confirmation, and goes on from there', async () => {
  const clock = { ahead: 0 };
  const own = await consoleForTest({
    sandbox: { users: 0 },
    now: () => new Date(Date.now() + clock.ahead),
  });
  const people = peopleOf(own);
  const users = [await people.confirmed(), await people.confirmed()];
  await own.noticed(...users);
  const admin = await own.signedIn('admin');
  clock.ahead += 20 * minute;
  const refused = await confirm(admin, await choose(admin, { action: 'user.delete', users }));
  const again = refused.headers.get('location') ?? '';
  expect(again).toMatch(/^\/sign-in\/again\?/);
  const form = await admin.get(again);
  const returnTo = withAttribute(form.body, 'name', 'returnTo')[0]?.attributes.get('value') ?? '';
  await admin.post('/sign-in/again', { password: operatorPassword, returnTo });
  const page = await admin.get(returnTo);
  expect(page.text).toContain('Delete: 2 users');
  const reply = await confirm(admin, page);
  expect(reply.status).toBe(303);
  // However long the work takes: what counts is when it was confirmed.
  clock.ahead += 20 * minute;
  const job = await over(admin, Number(reply.headers.get('location')?.split('/').at(-1)));
  expect(job.text).toContain('Done 2');
});

it('asks for a reason where the console asks for one, and keeps it with each user', async () => {
  const own = await consoleForTest({
    sandbox: { users: 0 },
    environment: { REQUIRE_REASON: 'true' },
  });
  const name = await peopleOf(own).confirmed();
  await own.noticed(name);
  const admin = await own.signedIn('admin');
  const page = await choose(admin, { action: 'user.delete', users: [name] });
  const refused = await confirm(admin, page);
  expect(refused.status).toBe(422);
  const reply = await confirm(admin, refused, { reason: 'Ticket 4711' });
  await over(admin, Number(reply.headers.get('location')?.split('/').at(-1)));
  const audit = await admin.get(`/pools/sandbox/audit?target=${name}`);
  expect(audit.text).toContain('Reason: Ticket 4711');
});
