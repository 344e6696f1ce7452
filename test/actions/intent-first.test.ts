import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { consoleForTest } from '../helpers/console.ts';
import { peopleOf } from '../helpers/people.ts';

/** A console whose database somebody else can get at, and a user. */
async function consoleOnDisk() {
  const folder = mkdtempSync(join(tmpdir(), 'poolkeeper-intent-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'console.db');
  const running = await consoleForTest({ environment: { DATABASE_URL: `file:${file}` } });
  const people = peopleOf(running);
  const admin = await running.signedIn('admin');
  const username = await people.confirmed();
  const database = new DatabaseSync(file);
  onTestFinished(() => database.close());
  return { running, people, admin, username, database };
}

it('changes nothing in the pool when the audit cannot be written', async () => {
  const { people, admin, username, database } = await consoleOnDisk();
  const path = `/pools/sandbox/users/${username}/actions/disable`;
  database.exec(`create trigger broken_disk before insert on audit
    begin select raise(abort, 'the disk is full'); end`);
  const refused = await admin.post(path);
  expect(refused.status).toBe(500);
  expect(refused.body).not.toContain('disk is full');
  expect((await people.get(username)).Enabled).toBe(true);

  database.exec('drop trigger broken_disk');
  expect((await admin.post(path)).status).toBe(303);
  expect((await people.get(username)).Enabled).toBe(false);
});

it('tells what was done as done, even when the mirror cannot be written', async () => {
  const { running, people, admin, username, database } = await consoleOnDisk();
  await running.noticed(username);
  database.exec(`create trigger broken_mirror before update on directory_user
    begin select raise(abort, 'the disk is full'); end`);
  const done = await admin.post(`/pools/sandbox/users/${username}/actions/disable`);
  database.exec('drop trigger broken_mirror');
  expect(done.status).toBe(303);
  expect((await people.get(username)).Enabled).toBe(false);
  const audit = await admin.get(`/pools/sandbox/audit?target=${username}&outcome=succeeded`);
  expect(audit.text).toContain('Disable user');
  expect(audit.body).toContain(`users/${username}"`);
});
