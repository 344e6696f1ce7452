import { expect, it } from 'vitest';
import type { ConsoleClient } from '../helpers/console-client.ts';
import { withAttribute, withTag } from '../helpers/html.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole();
const list = '/pools/sandbox/users';
const views = '/pools/sandbox/views';
const query = 'q=status%3AUNCONFIRMED&sort=-email';

/** The names of the views above the list. */
async function shownTo(client: ConsoleClient, path: string = list): Promise<string[]> {
  const { body } = await client.get(path);
  return withTag(body, 'a')
    .filter(
      ({ path: tags }) => tags.includes('nav') && tags.includes('li') && tags.includes('main'),
    )
    .map(({ text }) => text.trim());
}

const changeLink = async (client: ConsoleClient, path: string): Promise<string> =>
  withAttribute((await client.get(path)).body, 'data-view', 'change')[0]?.attributes.get('href') ??
  '';

it('saves the list as it is, for oneself', async () => {
  const support = await running().signedIn('support');
  const { body } = await support.get(`${list}?${query}&cursor=gone`);
  const [save] = withAttribute(body, 'data-view', 'save');
  const form = await support.get(save?.attributes.get('href') ?? '');
  expect(form.text).toContain('status:UNCONFIRMED');
  const [hidden] = withAttribute(form.body, 'name', 'query');
  const saved = await support.post(views, {
    name: '  Stuck sign-ups ',
    query: hidden?.attributes.get('value') ?? '',
  });
  expect(saved.status).toBe(303);
  expect(saved.headers.get('location')).toBe(`${list}?${query}`);
  expect(await shownTo(support)).toEqual(['Everybody', 'Stuck sign-ups']);
  const [tab] = withAttribute(
    (await support.get(`${list}?${query}`)).body,
    'aria-current',
    'page',
  ).filter(({ path }) => path.includes('main'));
  expect(tab?.text.trim()).toBe('Stuck sign-ups');
  expect(await shownTo(await running().signedIn('admin'))).not.toContain('Stuck sign-ups');
});

it('shares a view with all operators, who cannot change it without the permission', async () => {
  const admin = await running().signedIn('admin');
  const auditor = await running().signedIn('auditor');
  await admin.post(views, { name: 'For all', shared: 'true', query: 'q=shared' });
  expect(await shownTo(auditor)).toContain('For all');
  expect(await changeLink(auditor, `${list}?q=shared`)).toBe('');
  const path = await changeLink(admin, `${list}?q=shared`);
  expect((await auditor.get(path)).status).toBe(403);
  expect((await auditor.post(`${path}/delete`)).status).toBe(403);
  const theirs = await auditor.post(views, { name: 'Mine', shared: 'true', query: 'q=mine' });
  expect(theirs.status).toBe(403);
});

it('renames and deletes', async () => {
  const admin = await running().signedIn('admin');
  await admin.post(views, { name: 'Before', query: 'q=renamed' });
  const path = await changeLink(admin, `${list}?q=renamed`);
  expect((await admin.get(path)).body).toContain('value="Before"');
  expect((await admin.post(path, { name: 'After' })).status).toBe(303);
  expect(await shownTo(admin)).toContain('After');
  expect((await admin.post(`${path}/delete`)).headers.get('location')).toBe(`${list}?q=renamed`);
  expect(await shownTo(admin)).not.toContain('After');
  expect((await admin.get(path)).status).toBe(404);
});

it('keeps what was typed when a name is missing, too long or taken', async () => {
  const admin = await running().signedIn('admin');
  await admin.post(views, { name: 'Taken', query: 'q=taken' });
  for (const [name, message] of [
    [' ', 'Give the view a name.'],
    ['x'.repeat(61), 'At most 60 characters.'],
    ['Taken', 'You have a view of this name already.'],
  ] as const) {
    const { status, body, text } = await admin.post(views, { name, query: 'q=other' });
    expect([name, status]).toEqual([name, 422]);
    expect(text).toContain(message);
    expect(body).toContain('value="q=other"');
  }
});

it('keeps nothing of an address but what a list can show', async () => {
  const admin = await running().signedIn('admin');
  const reply = await admin.post(views, {
    name: 'Odd',
    query: 'q=odd&cursor=abc&evil=%22%3E&sort=-no_such_column&column=email&column=nothing',
  });
  expect(reply.headers.get('location')).toBe(`${list}?q=odd&column=email`);
});
