import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { apiOf } from '../../helpers/api.ts';
import { consoleForTest } from '../../helpers/console.ts';
import { startProcess } from '../../helpers/console-process.ts';
import { onPostgres } from '../../helpers/each-database.ts';
import { peopleOf } from '../../helpers/people.ts';
import { proxyOf } from '../../helpers/pool-proxy.ts';

/** Other processes are started, on a machine that may have much else to do. */
const patience = 300_000;

/**
 * Kills a process with `SIGKILL` while the pool is asked for a sign-out, and sends the request again to one that
 * is started after it.
 */
async function repeatedAfterKill(databaseUrl: string) {
  const beside = await consoleForTest({ sandbox: { users: 0 } });
  const { tokenOf } = apiOf(beside);
  const proxy = await proxyOf(beside.sandbox);
  const user = await peopleOf(beside).confirmed();
  const headers = {
    authorization: `Bearer ${await tokenOf('admin')}`,
    'idempotency-key': randomUUID(),
  };
  const send = async (origin: string) => {
    const url = `${origin}/api/v1/pools/main/users/${user}/sign-out`;
    const response = await fetch(url, { method: 'POST', headers });
    const body: { code?: string } = JSON.parse(await response.text());
    return { status: response.status, code: body.code };
  };
  const { child, url } = await startProcess(proxy.pool, databaseUrl);
  const arrive = proxy.hold('AdminUserGlobalSignOut');
  const lost = send(url).catch(() => 'no answer');
  await expect
    .poll(() => proxy.asked('AdminUserGlobalSignOut', user), { timeout: patience })
    .toBe(1);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await lost).toBe('no answer');
  arrive();
  const next = await startProcess(proxy.pool, databaseUrl);
  const again = await send(next.url);
  expect(proxy.asked('AdminUserGlobalSignOut', user)).toBe(1);
  return again;
}

it(
  'A request with a key is not repeated after kill -9, and its outcome is said to be unknown',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'killed-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const again = await repeatedAfterKill(`file:${join(folder, 'console.db')}`);
    expect(again).toEqual({ status: 409, code: 'outcome_unknown' });
  },
  patience,
);

onPostgres((freshDatabase) => {
  it(
    'A request with a key is not repeated after kill -9; another process could still be at it',
    async () => {
      const again = await repeatedAfterKill(await freshDatabase());
      expect(again).toEqual({ status: 409, code: 'request_in_progress' });
    },
    patience,
  );
});
