import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startSandbox } from '../../server/sandbox/start.ts';
import { consoleForTest } from '../helpers/console.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'poolkeeper-private-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  chmodSync(path, 0o755);
  return path;
}

const modes = (path: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(path).map((name) => [name, (statSync(join(path, name)).mode & 0o777).toString(8)]),
  );

it('Files of the console and of the sandbox are for their owner only', async () => {
  const path = folder();
  const umask = process.umask(0o000);
  onTestFinished(() => void process.umask(umask));
  // As an earlier version, or a copy, may have left them.
  for (const name of ['console.db', 'sandbox.db']) {
    writeFileSync(join(path, name), '');
    chmodSync(join(path, name), 0o644);
  }
  const sandbox = await startSandbox({ port: 0, data: join(path, 'sandbox.db'), users: 0 });
  onTestFinished(() => sandbox.close());
  const own = await consoleForTest({
    pool: sandbox,
    environment: { DATABASE_URL: `file:${join(path, 'console.db')}` },
  });
  await own.signedIn('admin');
  const found = modes(path);
  for (const name of ['console.db', 'sandbox.db']) {
    for (const ending of ['', '-wal', '-shm']) {
      expect([name + ending, found[name + ending]]).toEqual([name + ending, '600']);
    }
  }
  expect(found['console.db.lock']).toBe('600');
  expect(found['console.db.session-secret']).toBe('600');
});
