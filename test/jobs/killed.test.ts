import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createAuditLog } from '../../server/audit/store.ts';
import { proxyOf } from '../helpers/pool-proxy.ts';
import { itemsOf, ordered, script, type World, worldWith } from './process-world.ts';

const kills = 15;

/** Generous: a process is started some twenty times. */
const noHurry = 1_800_000;

/** Kills one process after the other at random moments, and lets the last one come to the end. */
async function carriedOut(endpoint: string, { url, pool }: World): Promise<number> {
  const { userPoolId, region } = pool.sandbox;
  const start = () =>
    spawn(process.execPath, [script, endpoint, userPoolId, region, url], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  let killed = 0;
  for (;;) {
    const child = start();
    const ended = once(child, 'exit');
    for await (const line of createInterface(child.stdout)) {
      if (line === 'over') break;
      if (killed >= kills) continue;
      // Past the lease of the one before, so that each gets a little further.
      await setTimeout(420 + Math.random() * 250);
      child.kill('SIGKILL');
    }
    await ended;
    if (child.signalCode !== 'SIGKILL') return killed;
    killed += 1;
  }
}

it(
  `does each user exactly once, whatever ${kills} kills at random moments leave behind`,
  async () => {
    const world = await worldWith(150);
    const { database, pool, names } = world;
    const proxy = await proxyOf(pool.sandbox);
    const job = await ordered(world, 'user.disable', names);
    const killed = await carriedOut(proxy.pool.endpoint, world);
    expect(killed).toBeGreaterThan(3);

    const items = await itemsOf(world, job);
    expect(items.map(({ state }) => state)).toEqual(names.map(() => 'done'));
    const calls = names.map((name) => proxy.asked('AdminDisableUser', name));
    expect(calls).toEqual(names.map(() => 1));
    const everybody = [...(await pool.everybody()).values()];
    const disabled = everybody.filter(({ user }) => !user.isEnabled);
    expect(disabled.map(({ user }) => user.username).sort()).toEqual([...names].sort());

    const audit = createAuditLog(database, () => new Date());
    const entries = await Array.fromAsync(audit.walk({ pool: 'main' }));
    const succeeded = entries.filter(
      ({ action, outcome }) => action === 'user.disable' && outcome === 'succeeded',
    );
    expect(succeeded.map(({ target }) => target.name).sort()).toEqual([...names].sort());
    expect(entries.filter(({ outcome }) => outcome === 'started')).toEqual([]);
    const told = entries.filter(({ action }) => action === 'job.finish');
    expect(told.map(({ input }) => input)).toMatchObject([{ job, how: 'finished', done: 150 }]);
  },
  noHurry,
);

it(
  'sends no message twice: of what nobody can tell, it says so',
  async () => {
    const world = await worldWith(120);
    const { pool, names } = world;
    const proxy = await proxyOf(pool.sandbox);
    const job = await ordered(world, 'user.resend-invitation', names);
    await carriedOut(proxy.pool.endpoint, world);

    for (const { username, state } of await itemsOf(world, job)) {
      const sent = proxy.asked('AdminCreateUser', username);
      expect(['done', 'unknown']).toContain(state);
      expect([username, sent <= 1]).toEqual([username, true]);
      if (state === 'done') expect([username, sent]).toEqual([username, 1]);
    }
  },
  noHurry,
);
