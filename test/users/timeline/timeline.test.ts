import { AdminDeleteUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { peopleOf } from '../../helpers/people.ts';
import { sharedConsole } from '../../helpers/shared-console.ts';
import { historyOn, type ShownItem, somebodyNew } from './history.ts';

const clock = { ahead: 0 };
const running = sharedConsole({ now: () => new Date(Date.now() + clock.ahead) });

/** So that what follows is later, whatever the machine's clock can tell apart. */
function later(): void {
  clock.ahead += 1000;
}

it('tells what operators did and what was seen in the pool as one history, newest first', async () => {
  const { people, username, path, admin, support } = await somebodyNew(running());
  later();
  expect((await admin.post(`${path}/actions/confirm`)).status).toBe(303);
  later();
  expect((await support.post(`${path}/actions/disable`)).status).toBe(403);
  later();
  await people.addToGroup(username, 'editors');
  await admin.get(path);
  later();
  const reason = 'called the hotline';
  expect((await admin.post(`${path}/actions/disable`, { reason })).status).toBe(303);

  const { items, older } = await historyOn(admin, path);
  expect(items.map(({ text }) => text)).toEqual([
    expect.stringMatching(
      /^Disable user Succeeded by admin, as admin Was disabled .*Reason: called the hotline$/,
    ),
    'Joined the group editors Seen in the pool',
    expect.stringMatching(
      /^Confirm user Succeeded by admin, as admin Status: Unconfirmed, now Con/,
    ),
    'Was new, as Unconfirmed Seen in the pool',
  ]);
  expect(older).toBeUndefined();
  for (const { exact } of items) expect(exact).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/);
  const { body } = await admin.get(path);
  expect(body).toContain(`href="/pools/sandbox/audit?target=${username}"`);
});

it('tells a user who was made here, and by whom, in one line', async () => {
  const admin = await running().signedIn('admin');
  const created = await admin.post('/pools/sandbox/actions/create-user', {
    username: 'made-here',
    'attribute:email': 'made-here@example.com',
    invitation: 'none',
    temporaryPassword: 'Sandbox-1234',
  });
  expect([created.status, created.text]).toEqual([303, '']);
  const { items } = await historyOn(admin, '/pools/sandbox/users/made-here');
  expect(items).toHaveLength(1);
  expect(items[0]?.text).toMatch(/^Create user Succeeded by admin, as admin Was new, as /);
});

it('leafs back through all of it, each thing once and in its place', async () => {
  const people = peopleOf(running());
  const username = await people.confirmed();
  const path = `/pools/sandbox/users/${username}`;
  const admin = await running().signedIn('admin');
  await admin.get(path);
  const groups = ['editors', 'beta'];
  for (let round = 0; round < 15; round++) {
    later();
    const verb = round % 2 === 0 ? 'disable' : 'enable';
    expect((await admin.post(`${path}/actions/${verb}`)).status).toBe(303);
    later();
    await admin.post(`${path}/actions/${verb}`);
    if (round >= groups.length) continue;
    later();
    await people.addToGroup(username, groups[round] ?? '');
    await admin.get(path);
  }
  const pages: ShownItem[][] = [];
  let next: string | undefined = path;
  while (next !== undefined) {
    const { items, older } = await historyOn(admin, next);
    pages.push([...items]);
    next = older?.split('#', 1)[0];
  }
  expect(pages.map(({ length }) => length)).toEqual([20, 13]);
  const all = pages.flat();
  expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted((a, b) => b - a));
  const count = (pattern: RegExp) => all.filter(({ text }) => pattern.test(text)).length;
  expect(count(/^Disable user Succeeded .*Was disabled$/)).toBe(8);
  expect(count(/^Enable user Succeeded .*Was enabled$/)).toBe(7);
  expect(count(/^(Disable|Enable) user Refused/)).toBe(15);
  expect(count(/^Joined the group \w+ Seen in the pool$/)).toBe(2);
  expect(all.at(-1)?.text).toMatch(/^Was new/);

  const { items } = await historyOn(admin, `${path}?history=nonsense`);
  expect(items).toEqual(pages[0]);
});

it('tells nothing of somebody who once had the same name', async () => {
  const people = peopleOf(running());
  const username = await people.confirmed();
  const path = `/pools/sandbox/users/${username}`;
  const admin = await running().signedIn('admin');
  await admin.post(`${path}/actions/disable`);
  const { cognito, sandbox } = running();
  await cognito.send(
    new AdminDeleteUserCommand({ UserPoolId: sandbox.userPoolId, Username: username }),
  );
  await people.confirmed({}, username);
  const { items } = await historyOn(admin, path);
  expect(items.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^Was new, as Confirmed Seen in the pool$/),
  ]);
});
