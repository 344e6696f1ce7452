import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { launchConsole } from '../helpers/console.ts';

const sizeOf = async (path: string): Promise<number> =>
  (await stat(path).catch(() => undefined))?.size ?? 0;

function signInsIn(path: string): number {
  const database = new DatabaseSync(path);
  const row = database
    .prepare(`select count(*) as count from audit where action = 'operator.sign-in'`)
    .get();
  database.close();
  return Number(row?.count);
}

it('the SQLite file alone is whole soon after a write, after a stop, and as VACUUM INTO copies it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'poolkeeper-folding-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'console.db');
  const running = await launchConsole({
    sandbox: { users: 200 },
    environment: { DATABASE_URL: `file:${path}` },
  });
  await running.walked();
  await running.signedIn('admin');
  // The file itself, as `cp` copies it: without the log beside it.
  const copied = async (): Promise<number> => {
    await rm(join(folder, 'copy.db'), { force: true });
    await copyFile(path, join(folder, 'copy.db'));
    return signInsIn(join(folder, 'copy.db'));
  };
  await expect.poll(copied, { timeout: 60_000, interval: 500 }).toBe(1);

  await running.signedIn('support');
  const reader = new DatabaseSync(path, { readOnly: true });
  reader.exec(`VACUUM INTO '${join(folder, 'backup.db')}'`);
  reader.close();
  expect(signInsIn(join(folder, 'backup.db'))).toBe(2);

  await running.signedIn('auditor');
  await running.close();
  expect(await sizeOf(`${path}-wal`)).toBe(0);
  expect(await copied()).toBe(3);
});
