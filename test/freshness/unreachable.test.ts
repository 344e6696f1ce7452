import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type Sandbox, startSandbox } from '../../server/sandbox/start.ts';
import { consoleForTest } from '../helpers/console.ts';
import { withAttribute } from '../helpers/html.ts';
import { peopleOf } from '../helpers/people.ts';

const list = '/pools/sandbox/users';
const stopped = 'The last read of the pool stopped:';

/** A pool that can be stopped and started again, as the same one at the same address. */
async function stoppablePool(): Promise<{
  pool: Sandbox;
  stop(): Promise<void>;
  start(): Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'unreachable-'));
  const data = join(folder, 'pool.db');
  const pool = await startSandbox({ data, users: 60 });
  let running: Sandbox | undefined = pool;
  const stop = async (): Promise<void> => {
    await running?.close();
    running = undefined;
  };
  onTestFinished(async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    pool,
    stop,
    async start() {
      running = await startSandbox({ data, port: Number(new URL(pool.endpoint).port) });
    },
  };
}

/** The walk itself waits ten seconds after a problem, and looks every second. */
const recovers = { timeout: 50_000, interval: 200 };

it('A pool that cannot be reached is told on the pages, which go on showing what was read', async () => {
  const { pool, stop, start } = await stoppablePool();
  // Without pauses between tries, so that the walk gives up at once.
  const running = await consoleForTest({ pool, random: () => 0 });
  await running.walked();
  const admin = await running.signedIn('admin');
  const before = await admin.get(list);
  expect(before.text).not.toContain(stopped);

  await stop();
  await admin.post('/pools/sandbox/freshness', { here: list });
  const told = async (path: string) => (await admin.get(path)).text;
  await expect.poll(() => told(list), recovers).toContain(stopped);

  const page = await admin.get(list);
  expect(page.status).toBe(200);
  expect(page.text).toContain(`${stopped} The user pool could not be reached`);
  expect(page.text).toContain('Complete as of');
  const summary = (html: string) => withAttribute(html, 'data-summary')[0]?.text;
  expect(summary(page.body)).toBe(summary(before.body));
  expect(await told(`${list}?q=support%40example`)).toContain('1 user matches');
  expect(await told('/pools/sandbox')).toContain(stopped);
  expect(await told(`${list}/support`)).toContain('This is what was last known.');

  await start();
  const username = await peopleOf(running).confirmed();
  await expect.poll(() => told(list), recovers).not.toContain(stopped);
  expect(await told(`${list}?q=${username}`)).toContain('1 user matches');
  expect(await told('/pools/sandbox')).not.toContain(stopped);
});
