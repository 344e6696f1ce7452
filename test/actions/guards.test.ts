import { expect, it } from 'vitest';
import { consoleForTest } from '../helpers/console.ts';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole();

const path = (username: string, action: string) =>
  `/pools/sandbox/users/${encodeURIComponent(username)}/actions/${action}`;

it('lets nobody disable, delete or demote themselves', async () => {
  const people = peopleOf(running());
  const other = await people.confirmed();
  await people.addToGroup(other, 'pool-admins');
  const admin = await running().signedIn('admin');
  const tries = [
    [path('admin', 'disable'), {}],
    [path('admin', 'delete'), { confirmation: 'admin' }],
    [path('admin', 'remove-from-group'), { group: 'pool-admins' }],
  ] as const;
  for (const [url, fields] of tries) {
    const reply = await admin.post(url, fields);
    expect(reply.status).toBe(409);
    expect(reply.text).toContain('You cannot take away your own access.');
  }
  expect((await people.get('admin')).Enabled).toBe(true);
  expect(await people.groups('admin')).toEqual(['pool-admins']);
  const audit = await admin.get('/pools/sandbox/audit?target=admin&outcome=refused');
  expect(audit.text).toContain('Refused');
});

it('finds oneself by whatever name the address uses', async () => {
  const people = peopleOf(running());
  const admin = await running().signedIn('admin');
  const { sub = '' } = await people.attributes('admin');
  for (const name of [sub, 'ADMIN', 'Admin']) {
    const reply = await admin.post(path(name, 'disable'), {}, { accept: 'application/json' });
    expect([reply.status, JSON.parse(reply.body).error.code]).toEqual([409, 'not_yourself']);
  }
  expect((await people.get('admin')).Enabled).toBe(true);
});

it('keeps support staff from operators, but not from anyone else', async () => {
  const people = peopleOf(running());
  const support = await running().signedIn('support');
  for (const username of ['admin', 'auditor', 'support']) {
    const reply = await support.post(path(username, 'reset-password'));
    expect(reply.status).toBe(409);
    expect(reply.text).toContain('Only an administrator can change operators.');
  }
  const person = await people.confirmed();
  expect((await support.post(path(person, 'sign-out'))).status).toBe(303);
});

it('does not delete a group that operators sign in by', async () => {
  const admin = await running().signedIn('admin');
  const reply = await admin.post('/pools/sandbox/groups/pool-support/actions/delete', {
    confirmation: 'pool-support',
  });
  expect(reply.status).toBe(409);
  expect(reply.text).toContain('sign in to this console');
});

it('leaves one administrator when two remove each other at the same moment', async () => {
  const lonely = await consoleForTest();
  const people = peopleOf(lonely);
  const rounds = 3;
  for (let round = 0; round < rounds; round++) {
    const names = [await people.confirmed(), await people.confirmed()] as const;
    for (const name of names) await people.addToGroup(name, 'pool-admins');
    const [first, second] = [await lonely.signedIn(names[0]), await lonely.signedIn(names[1])];
    // The demo administrator steps aside first, so that only these two are left.
    expect((await first.post(path('admin', 'disable'))).status).toBe(303);
    const group = { group: 'pool-admins' };
    const replies = await Promise.all([
      first.post(path(names[1], 'remove-from-group'), group),
      second.post(path(names[0], 'remove-from-group'), group),
    ]);
    expect(replies.map((reply) => reply.status).sort()).toEqual([303, 409]);
    const winner = replies[0].status === 303 ? first : second;
    expect((await winner.post(path('admin', 'enable'))).status).toBe(303);
    const admin = await lonely.signedIn('admin');
    const rest = replies[0].status === 303 ? names[0] : names[1];
    expect((await admin.post(path(rest, 'remove-from-group'), group)).status).toBe(303);
  }
});
