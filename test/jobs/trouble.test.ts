import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { itemsOf, ordered, script, type World, worldWith } from './process-world.ts';

/** Generous: the work pauses whenever the pool has too much. */
const noHurry = 600_000;

/** Carries out what was ordered in a process of its own, to the end. */
async function carriedOut({ pool, url }: World): Promise<void> {
  const { endpoint, userPoolId, region } = pool.sandbox;
  const args = [script, endpoint, userPoolId, region, url];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  await once(child, 'exit');
}

it(
  'comes to its end at a pool that throttles, fails and drops calls',
  async () => {
    const faults = { throttle: 0.02, error: 0.03, drop: 0.03, seed: 7 };
    const world = await worldWith(60, undefined, { faults });
    const job = await ordered(world, 'user.disable', world.names);
    await carriedOut(world);
    const states = (await itemsOf(world, job)).map(({ state }) => state);
    expect(states).toEqual(world.names.map(() => 'done'));
    const everybody = [...(await world.pool.everybody()).values()];
    expect(everybody.filter(({ user }) => !user.isEnabled)).toHaveLength(60);
  },
  noHurry,
);

it(
  'keeps to quotas that it runs into, and leaves nobody out',
  async () => {
    const world = await worldWith(70, undefined, { enforceQuotas: true });
    const job = await ordered(world, 'user.disable', world.names);
    await carriedOut(world);
    const states = (await itemsOf(world, job)).map(({ state }) => state);
    expect(states).toEqual(world.names.map(() => 'done'));
  },
  noHurry,
);
