import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../server/db/database.ts';
import { expectEqual, mirrorOf, testPool, walked } from './pool.ts';

const script = fileURLToPath(new URL('./syncing-process.ts', import.meta.url));
const kills = 50;

/** Generous: a process is started more than fifty times. */
const noHurry = 1_800_000;

it(
  'ends equal to the pool after 50 kills at random moments, and goes on instead of starting over',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'poolkeeper-killed-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const url = `file:${join(folder, 'console.db')}`;
    // A walk takes about 40 calls one after the other, more than any of these processes lives to make.
    const pool = await testPool({ users: 1500, latencyMilliseconds: 30 });
    const { endpoint, userPoolId, region } = pool.sandbox;
    // Every other one writes on a thread of its own.
    const start = (kill: number) =>
      spawn(process.execPath, [script, endpoint, userPoolId, region, url, `${(kill % 2) * 1e9}`], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });

    let completed = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      const child = start(kill);
      const ended = once(child, 'exit');
      // Two, so that each one gets at least a little further than the one before.
      let stepsToLive = 2 + Math.floor(Math.random() * 4);
      for await (const line of createInterface(child.stdout)) {
        if (line === 'complete') completed += 1;
        stepsToLive -= 1;
        if (stepsToLive === 0) break;
      }
      await setTimeout(Math.random() * 50);
      child.kill('SIGKILL');
      await ended;
      if (kill % 10 === 0) {
        await pool.create(`late${kill}`);
        await pool.join(`late${kill}`, 'editors');
      }
    }
    expect(completed).toBeGreaterThan(0);

    const database = await openDatabase(url);
    onTestFinished(() => database.destroy());
    const directory = await mirrorOf(pool, database);
    await walked(directory);
    await expectEqual(directory, pool);
  },
  noHurry,
);
