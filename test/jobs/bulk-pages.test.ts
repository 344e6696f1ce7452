import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { withAttribute, withTag } from '../helpers/html.ts';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';
import { choose, confirm, formOf, jobsPath, over, send, started } from './world.ts';

const running = sharedConsole();

/** Some people whom one search finds. */
async function crowd(size: number) {
  const mark = `crowd-${randomUUID().slice(0, 8)}`;
  const people = peopleOf(running());
  const names: string[] = [];
  for (let index = 0; index < size; index += 1) {
    names.push(await people.confirmed({}, `${mark}-${index}`));
  }
  await running().noticed(...names);
  return { mark, names, people };
}

it('offers boxes and what can be done to many, to administrators only', async () => {
  const { mark } = await crowd(2);
  const path = `/pools/sandbox/users?q=${mark}`;
  const page = await (await running().signedIn('admin')).get(path);
  expect(withAttribute(page.body, 'data-tick')).toHaveLength(2);
  expect(withTag(page.body, 'option').map(({ text }) => text)).toContain('Reset password');
  expect(page.text).toContain('All 2 that match');
  for (const role of ['support', 'auditor']) {
    const theirs = await (await running().signedIn(role)).get(path);
    expect(withAttribute(theirs.body, 'data-tick')).toEqual([]);
    expect(withAttribute(theirs.body, 'id', 'bulk-form')).toEqual([]);
  }
});

it('says in words what will happen to whom, and does it to the ticked ones', async () => {
  const { names, people } = await crowd(3);
  const [first = '', second = '', third = ''] = names;
  const admin = await running().signedIn('admin');
  const page = await choose(admin, { action: 'user.disable', users: [first, second] });
  expect(page.status).toBe(200);
  expect(page.text).toContain('Disable: 2 users');
  expect(page.text).toContain('They cannot sign in any more');
  expect(page.text).toContain(first);
  const reply = await confirm(admin, page);
  expect(reply.status).toBe(303);
  const number = Number(reply.headers.get('location')?.split('/').at(-1));
  const job = await over(admin, number);
  expect(job.text).toContain('Finished 2 of 2 users');
  expect(job.text).toContain('Ticked one by one');
  expect((await people.get(first)).Enabled).toBe(false);
  expect((await people.get(second)).Enabled).toBe(false);
  expect((await people.get(third)).Enabled).toBe(true);
  expect((await admin.get(`/pools/sandbox/users?q=${first}`)).text).toContain('Disabled');
});

it('does it to all that match, fixed when it is confirmed', async () => {
  const { mark, names, people } = await crowd(12);
  const admin = await running().signedIn('admin');
  const page = await choose(admin, { action: 'user.add-to-group', search: mark });
  expect(page.text).toContain('Add to group: 12 users');
  expect(page.text).toContain('and 2 more');
  const late = await people.confirmed({}, `${mark}-late`);
  await running().noticed(late);
  const refused = await confirm(admin, page, { group: 'editors' });
  expect(refused.status).toBe(409);
  expect(refused.text).toContain('13 users now');
  expect((await confirm(admin, refused)).status).toBe(422);
  const reply = await confirm(admin, refused, { group: 'editors' });
  const job = await over(admin, Number(reply.headers.get('location')?.split('/').at(-1)));
  expect(job.text).toContain('13 of 13 users');
  expect(job.text).toContain('Group editors');
  for (const name of [...names, late]) expect(await people.groups(name)).toEqual(['editors']);
});

it('does it to none when as many match, but others', async () => {
  const { mark, names, people } = await crowd(2);
  const [first = ''] = names;
  const admin = await running().signedIn('admin');
  const page = await choose(admin, { action: 'user.disable', search: mark });
  const other = await people.confirmed({}, `${mark}-other`);
  await people.remove(first);
  await running().noticed(first, other);
  const refused = await confirm(admin, page);
  expect(refused.status).toBe(409);
  expect(refused.text).toContain('not the same as when you looked');
  expect((await people.get(other)).Enabled).toBe(true);
  const ticked = await choose(admin, { action: 'user.disable', users: [other] });
  await people.remove(other);
  await people.confirmed({}, other);
  await running().noticed(other);
  expect((await confirm(admin, ticked)).status).toBe(409);
  expect((await people.get(other)).Enabled).toBe(true);
});

it('lists those whom a rule refuses, with the reason, and goes on with the others', async () => {
  const { names } = await crowd(2);
  const people = peopleOf(running());
  const invited = await people.invited();
  await running().noticed(invited);
  const admin = await running().signedIn('admin');
  const number = await started(admin, {
    action: 'user.reset-password',
    users: [invited, ...names],
  });
  const page = await over(admin, number);
  expect(page.text).toContain('3 of 3 users');
  expect(page.text).toContain('Done 2');
  expect(page.text).toContain('Refused 1');
  expect(page.text).toContain('Resend the invitation instead');
  const [link] = withTag(page.body, 'a').filter(({ text }) => text === invited);
  expect(link?.attributes.get('href')).toBe(`/pools/sandbox/users/${invited}`);
});

it('asks for the number of users before something dangerous', async () => {
  const { names, people } = await crowd(2);
  const admin = await running().signedIn('admin');
  const page = await choose(admin, { action: 'user.delete', users: names });
  const wrong = await confirm(admin, page, { confirmation: '3' });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('Type 2 to confirm');
  const number = Number((await confirm(admin, wrong)).headers.get('location')?.split('/').at(-1));
  expect((await over(admin, number)).text).toContain('2 of 2 users');
  await expect(people.get(names[0] ?? '')).rejects.toMatchObject({ name: 'UserNotFoundException' });
});

it('starts one job when the confirmation is sent twice, even at the same moment', async () => {
  const { names } = await crowd(3);
  const admin = await running().signedIn('admin');
  const page = await choose(admin, { action: 'user.sign-out', users: names });
  const replies = await Promise.all([1, 2, 3].map(() => confirm(admin, page)));
  replies.push(await confirm(admin, page));
  const places = new Set(replies.map(({ headers }) => headers.get('location')));
  expect(replies.map(({ status }) => status)).toEqual([303, 303, 303, 303]);
  expect(places.size).toBe(1);
  const again = await choose(admin, { action: 'user.sign-out', users: names });
  expect(places.has((await confirm(admin, again)).headers.get('location'))).toBe(false);
});

it('keeps in the audit the job itself and each user, with the number of the job', async () => {
  const { names, mark } = await crowd(2);
  const admin = await running().signedIn('admin');
  const number = await started(admin, { action: 'user.disable', search: mark });
  await over(admin, number);
  const audit = {
    job: await admin.get('/pools/sandbox/audit?actionId=job.start'),
    user: await admin.get(`/pools/sandbox/audit?target=${names[0]}`),
  };
  expect(audit.job.text).toContain(`job: ${number}, action: user.disable, users: 2`);
  const end = async () => (await admin.get('/pools/sandbox/audit?actionId=job.finish')).text;
  const told = `job: ${number}, action: user.disable, how: finished, done: 2`;
  await expect.poll(end).toContain(told);
  expect(audit.user.text).toContain(`job: ${number}`);
});

it('cannot be paused, gone on with or cancelled when it is over', async () => {
  const { names } = await crowd(3);
  const admin = await running().signedIn('admin');
  const number = await started(admin, { action: 'user.sign-out', users: names });
  await over(admin, number);
  const path = `${jobsPath}/${number}`;
  for (const verb of ['pause', 'resume', 'cancel']) {
    expect((await admin.post(`${path}/${verb}`)).status).toBe(409);
  }
  expect((await admin.get(jobsPath)).text).toContain('Sign out everywhere: 3 users');
});

it('tells the progress as it happens', async () => {
  const { names } = await crowd(2);
  const admin = await running().signedIn('admin');
  const number = await started(admin, { action: 'user.sign-out', users: names });
  await over(admin, number);
  const cookie = [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const stream = await fetch(`${running().url}${jobsPath}/${number}/progress`, {
    headers: { cookie, accept: 'text/event-stream' },
  });
  const reader = stream.body?.getReader();
  const first = await reader?.read();
  await reader?.cancel();
  expect(new TextDecoder().decode(first?.value)).toContain('2 of 2 users');
  const opened = await admin.get(`${jobsPath}/${number}/progress`);
  expect(opened.headers.get('location')).toBe(`${jobsPath}/${number}`);
});

it('says what is missing when nobody is ticked, the search is wrong or there is no such job', async () => {
  const admin = await running().signedIn('admin');
  const nobody = await choose(admin, { action: 'user.disable', users: [] });
  expect([nobody.status, nobody.text.includes('Nobody was ticked')]).toEqual([422, true]);
  const wrong = await choose(admin, { action: 'user.disable', search: 'status:nonsense' });
  expect(wrong.status).toBe(422);
  for (const number of ['0', '999999', 'x', '1e3', '99999999999999999999']) {
    expect((await admin.get(`${jobsPath}/${number}`)).status).toBe(404);
  }
  const forged = formOf(await choose(admin, { action: 'user.sign-out', users: ['admin'] }));
  const reply = await send(admin, `${jobsPath}/new`, { ...forged, key: 'mine', confirmation: '1' });
  expect(reply.status).toBe(409);
});
