import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../server/db/database.ts';
import { consoleForTest } from '../helpers/console.ts';
import { peopleOf } from '../helpers/people.ts';

it('The page of a verification names what was touched, and leads to what is there now', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tampered-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const url = `file:${join(folder, 'console.db')}`;
  const running = await consoleForTest({ environment: { DATABASE_URL: url } });
  const username = await peopleOf(running).confirmed();
  const admin = await running.signedIn('admin');
  await admin.post(`/pools/sandbox/users/${username}/actions/disable`);
  await admin.post(`/pools/sandbox/users/${username}/actions/enable`);

  const database = await openDatabase(url);
  onTestFinished(() => database.destroy());
  const [disable, enable] = await database
    .selectFrom('audit')
    .select('number')
    .where('kind', '=', 'intent')
    .where('targetName', '=', username)
    .orderBy('number')
    .execute();
  if (disable === undefined || enable === undefined) throw new Error('There is no such entry.');
  await database
    .updateTable('audit')
    .set({ operatorUsername: 'support', input: 'no JSON' })
    .where('number', '=', disable.number)
    .execute();
  const gone = enable.number + 1;
  await database.deleteFrom('audit').where('refersTo', '=', enable.number).execute();

  const { text, body } = await admin.get('/pools/sandbox/audit/verify');
  expect(text).toContain('The audit was tampered with');
  expect(text).toContain(`Entry ${disable.number} was changed.`);
  expect(text).toContain(`Entry ${gone} was removed.`);
  expect(body).toContain(`href="/pools/sandbox/audit/${disable.number}"`);
  expect(body).not.toContain(`href="/pools/sandbox/audit/${gone}"`);
  // Though nobody can read that column any more.
  const entry = await admin.get(`/pools/sandbox/audit/${disable.number}`);
  expect(entry.text).toContain('unreadable no JSON');
  expect((await admin.get('/pools/sandbox/audit')).text).toContain('unreadable: no JSON');
});
