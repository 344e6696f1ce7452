import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { personAt } from '../actions/next-step/person.ts';
import { consoleForTest } from '../helpers/console.ts';
import type { ConsoleClient } from '../helpers/console-client.ts';
import { peopleOf } from '../helpers/people.ts';

/** Every page that this role can reach without a name, and those of a user. */
async function pagesFor(client: ConsoleClient, username: string): Promise<string> {
  const user = `/pools/sandbox/users/${username}`;
  const sections = ['second-factors', 'sessions', 'devices', 'sign-ins', 'identities'];
  const actions = ['set-password', 'edit-attributes', 'reset-mfa', 'link-provider', 'delete'];
  const paths = [
    '/',
    '/permissions',
    '/pools/sandbox/users',
    '/pools/sandbox/groups',
    '/pools/sandbox/audit',
    '/pools/sandbox/audit/verify',
    '/pools/sandbox/audit/export.csv',
    '/pools/sandbox/audit/export.ndjson',
    user,
    ...sections.map((section) => `${user}/${section}`),
    ...actions.map((action) => `${user}/actions/${action}`),
    '/no-such-page',
  ];
  const replies = await Promise.all(paths.map((path) => client.get(path)));
  return replies.map(({ body, headers }) => body + JSON.stringify([...headers])).join('\n');
}

it('writes no secret that it was given to the database, the log or any page', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const lines: string[] = [];
  const running = await consoleForTest({
    environment: { DATABASE_URL: `file:${join(folder, 'console.db')}`, LOG_LEVEL: 'trace' },
    log: (line) => lines.push(line),
  });
  const people = peopleOf(running);
  const person = personAt(running);
  const admin = await running.signedIn('admin');
  const secrets = {
    password: 'Permanent-Secret-71',
    weak: 'weaksecret72',
    temporary: 'Temporary-Secret-73',
    wrong: 'Wrong-Sign-In-Secret-74',
    usernameAsPassword: 'Typed-Into-The-Wrong-Field-75',
  };
  const username = await people.confirmed();
  const path = `/pools/sandbox/users/${username}/actions`;
  const post = (action: string, fields: Record<string, string>) =>
    admin.post(`${path}/${action}`, fields);

  await post('set-password', { password: secrets.weak });
  await post('set-password', { password: secrets.password, isPermanent: 'on' });
  expect(await person.outcome(username, secrets.password)).toBe('tokens');
  await admin.post('/pools/sandbox/actions/create-user', {
    username: 'made-with-a-secret',
    'attribute:email': 'made@example.com',
    temporaryPassword: secrets.temporary,
    invitation: 'none',
  });
  await running.client().post('/sign-in', { username: 'admin', password: secrets.wrong });
  await running.client().post('/sign-in', { username: secrets.usernameAsPassword, password: 'x' });
  await admin.get(`/pools/sandbox/users?search=${encodeURIComponent(username)}`);
  await post('reset-password', {});
  const code = await person.secretSentTo(`${username}@example.com`);
  const cookies = [...admin.cookies.values()];
  const used = [...Object.values(secrets), code, ...cookies].filter((secret) => secret.length >= 6);
  expect(used.length).toBeGreaterThan(6);

  const pages = (
    await Promise.all(
      ['admin', 'support', 'auditor'].map(async (role) =>
        pagesFor(await running.signedIn(role), username),
      ),
    )
  ).join('\n');
  const database = readdirSync(folder)
    .map((file) => readFileSync(join(folder, file)).toString('latin1'))
    .join('\n');
  const log = lines.join('');
  // What is looked through is really what was written: the name is there, the secrets are not.
  expect(database).toContain(username);
  expect(pages).toContain(username);
  expect(log).toContain('operator signed in');
  const places = { database, log, pages };
  for (const [place, text] of Object.entries(places)) {
    // A code has six digits, which a hash or a time may have by chance: as a word only.
    const found = used.filter((secret) =>
      new RegExp(`(?<![\\w-])${RegExp.escape(secret)}(?![\\w-])`).test(text),
    );
    expect([place, found]).toEqual([place, []]);
    for (const secret of Object.values(secrets)) expect(text.includes(secret)).toBe(false);
  }
  expect(`${database}${log}${pages}`).not.toMatch(/eyJ[\w-]{20,}\.[\w-]{20,}/);
});
