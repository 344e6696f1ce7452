import { describe, expect, it } from 'vitest';
import { consoleForTest } from '../helpers/console.ts';
import type { ConsoleClient } from '../helpers/console-client.ts';
import { withAttribute } from '../helpers/html.ts';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole({ sandbox: { users: 0 } });
const home = '/pools/sandbox/users';

async function operator(group = 'pool-support'): Promise<string> {
  const people = peopleOf(running());
  const name = await people.confirmed();
  await people.addToGroup(name, group);
  return name;
}

/** Where the buttons of the page post to. */
async function endPaths(client: ConsoleClient): Promise<string[]> {
  const { body } = await client.get('/sessions');
  return withAttribute(body, 'action')
    .map(({ attributes }) => attributes.get('action') ?? '')
    .filter((action) => /^\/sessions\/\w+\/end$/.test(action));
}

async function isSignedIn(client: ConsoleClient): Promise<boolean> {
  return (await client.get(home)).status === 200;
}

describe('an operator', () => {
  it('sees the own sessions and no others', async () => {
    const name = await operator();
    const [here] = [await running().signedIn(name), await running().signedIn(name)];
    const stranger = await operator();
    await running().signedIn(stranger);
    const page = await here.get('/sessions');
    expect(page.status).toBe(200);
    expect(await endPaths(here)).toHaveLength(2);
    expect(page.text).toContain('this one');
    expect(page.text).toContain('127.0.0.1');
    expect(page.text).not.toContain(stranger);
  });

  it('ends one elsewhere, and that one only', async () => {
    const name = await operator();
    const [here, elsewhere] = [await running().signedIn(name), await running().signedIn(name)];
    const own = new Set(await endPaths(here));
    await running().signedIn(name);
    const [third = ''] = (await endPaths(here)).filter((path) => !own.has(path));
    expect((await here.post(third)).headers.get('location')).toBe('/sessions');
    expect([await isSignedIn(here), await isSignedIn(elsewhere)]).toEqual([true, true]);
    expect(await endPaths(here)).toHaveLength(2);
  });

  it('ends all but this one', async () => {
    const name = await operator();
    const [here, elsewhere] = [await running().signedIn(name), await running().signedIn(name)];
    const other = await running().signedIn(await operator());
    await here.post('/sessions/end-others');
    expect(await isSignedIn(here)).toBe(true);
    expect(await isSignedIn(elsewhere)).toBe(false);
    expect(await isSignedIn(other)).toBe(true);
  });

  it('is led to the form by ending the very session', async () => {
    const here = await running().signedIn(await operator());
    const [own = ''] = await endPaths(here);
    expect((await here.post(own)).headers.get('location')).toBe('/sign-in');
    expect(await isSignedIn(here)).toBe(false);
  });

  it.each(['pool-support', 'pool-auditors'])('of %s cannot end those of others', async (group) => {
    const victim = await running().signedIn('admin');
    const [path = ''] = await endPaths(victim);
    const here = await running().signedIn(await operator(group));
    expect((await here.post(path)).status).toBe(404);
    expect(await isSignedIn(victim)).toBe(true);
  });

  it('learns nothing by guessing', async () => {
    const victim = await running().signedIn('admin');
    const [path = ''] = await endPaths(victim);
    const here = await running().signedIn(await operator());
    const words = /[0-9a-f-]{36}/g;
    const real = await here.post(path);
    const made = await here.post('/sessions/0123456789abcdef/end');
    expect(made.body.replaceAll(words, '')).toBe(real.body.replaceAll(words, ''));
  });

  it('cannot be signed out by another site', async () => {
    const here = await running().signedIn(await operator());
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await here.post('/sessions/end-others', {}, headers)).status).toBe(403);
  });
});

describe('an administrator', () => {
  it('sees the sessions of all operators and ends any', async () => {
    const name = await operator();
    const victim = await running().signedIn(name);
    const [path = ''] = await endPaths(victim);
    const admin = await running().signedIn('admin');
    expect((await admin.get('/sessions')).text).toContain(name);
    expect(await endPaths(admin)).toContain(path);
    expect((await admin.post(path)).headers.get('location')).toBe('/sessions');
    expect(await isSignedIn(victim)).toBe(false);
  });

  it('is not bothered by a session that has ended meanwhile', async () => {
    const admin = await running().signedIn('admin');
    expect((await admin.post('/sessions/0123456789abcdef/end')).status).toBe(303);
  });
});

describe('the audit', () => {
  it('knows who signed in, out, and ended whose session, and who tried to', async () => {
    const own = await consoleForTest({ sandbox: { users: 0 } });
    const victim = await own.signedIn('support');
    const [path = ''] = await endPaths(victim);
    const admin = await own.signedIn('admin');
    await admin.post(path);
    await own.client().post('/sign-in', { username: 'admin', password: 'Mistyped-1' });
    await (await own.signedIn('auditor')).post('/sign-out');
    const { text, body } = await admin.get('/pools/sandbox/audit');
    for (const words of ['Sign in', 'Sign out', 'End an operator’s session', 'Failed']) {
      expect(text).toContain(words);
    }
    expect(body).not.toContain('Mistyped-1');
  });
});
