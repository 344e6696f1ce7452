import { expect, it } from 'vitest';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole();
const page = '/pools/sandbox/audit';

it('tells who did what to whom, with which outcome, newest first', async () => {
  const people = peopleOf(running());
  const username = await people.confirmed();
  const admin = await running().signedIn('admin');
  const support = await running().signedIn('support');
  const auditor = await running().signedIn('auditor');
  const path = `/pools/sandbox/users/${username}/actions`;
  await support.post(`${path}/sign-out`);
  await admin.post(`${path}/disable`);
  await admin.post(`${path}/disable`);

  const { text, body } = await auditor.get(`${page}?target=${username}`);
  expect(text.indexOf('Refused')).toBeLessThan(text.lastIndexOf('Succeeded'));
  expect(text).toContain('This user is disabled already.');
  expect(text.indexOf('Disable user')).toBeLessThan(text.lastIndexOf('Sign out everywhere'));
  expect(body).toContain(`/pools/sandbox/users/${username}`);

  const filtered = await auditor.get(`${page}?operator=support&target=${username}`);
  expect(filtered.body).not.toContain('This user is disabled already.');
  const succeeded = await auditor.get(`${page}?outcome=succeeded&target=${username}`);
  expect(succeeded.body).not.toContain('This user is disabled already.');
});

it('keeps a failure with the sentence that was shown', async () => {
  const people = peopleOf(running());
  const username = await people.confirmed();
  const admin = await running().signedIn('admin');
  await admin.post(`/pools/sandbox/users/${username}/actions/add-to-group`, { group: 'no-such' });
  const { text } = await admin.get(`${page}?target=${username}`);
  expect(text).toContain('Failed');
  expect(text).toContain('no-such');
});

it('pages back through everything', async () => {
  const people = peopleOf(running());
  const username = await people.confirmed();
  const admin = await running().signedIn('admin');
  const path = `/pools/sandbox/users/${username}/actions`;
  const entries = 52;
  for (let index = 0; index < entries; index++) {
    await admin.post(`${path}/${index % 2 === 0 ? 'disable' : 'enable'}`);
  }
  const first = await admin.get(`${page}?target=${username}`);
  const older = /href="([^"]*before=\d+[^"]*)"/.exec(first.body)?.[1]?.replaceAll('&amp;', '&');
  expect(older).toContain(`target=${username}`);
  const second = await admin.get(older ?? '');
  const count = (html: string) => [...html.matchAll(/<time /g)].length;
  expect(count(first.body) + count(second.body)).toBe(entries);
});

it('does not announce an old or another operator’s action', async () => {
  const people = peopleOf(running());
  const username = await people.confirmed();
  const admin = await running().signedIn('admin');
  const support = await running().signedIn('support');
  const posted = await admin.post(`/pools/sandbox/users/${username}/actions/disable`);
  const location = posted.headers.get('location') ?? '';
  expect((await admin.get(location)).text).toContain('was disabled and signed out.');
  expect((await support.get(location)).text).not.toContain('was disabled and signed out.');
  expect((await admin.get(`${page}?done=999999`)).status).toBe(200);
  expect((await admin.get(`${page}?done=-1`)).status).toBe(200);
});
