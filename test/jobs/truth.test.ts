import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import type { AuditEntry } from '../../server/audit/entry.ts';
import { createAuditLog } from '../../server/audit/store.ts';
import { sentMessages } from '../sandbox/people/outbox.ts';
import { itemsOf, ordered, script, type World, worldWith } from './process-world.ts';

/** Generous: the work pauses whenever the pool has too much. */
const noHurry = 900_000;
const faults = { throttle: 0.03, error: 0.04, drop: 0.04, seed: 11 };

/** Carries out what was ordered in a process of its own, to the end. */
async function carriedOut({ pool, url }: World): Promise<void> {
  const { endpoint, userPoolId, region } = pool.sandbox;
  const args = [script, endpoint, userPoolId, region, url];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  await once(child, 'exit');
}

/** The entries of one action by the user that each is about, oldest first. */
async function entriesOf(
  { database }: World,
  action: string,
): Promise<ReadonlyMap<string, readonly AuditEntry[]>> {
  const audit = createAuditLog(database, () => new Date());
  const entries = await Array.fromAsync(audit.walk({ pool: 'main', action }));
  return Map.groupBy(entries.reverse(), ({ target }) => target.name);
}

/** An attempt of which the audit says that the pool did not do it. */
const isUndone = ({ outcome, errorCode }: AuditEntry): boolean =>
  outcome === 'failed' && errorCode === 'pool_busy';

it(
  'has exactly one entry that says done for every user done, and none that says failed',
  async () => {
    const world = await worldWith(150, undefined, { faults });
    const { names, pool } = world;
    const job = await ordered(world, 'user.disable', names);
    await carriedOut(world);

    const entries = await entriesOf(world, 'user.disable');
    const inPool = new Map(
      [...(await pool.everybody()).values()].map(({ user }) => [user.username, user]),
    );
    for (const { username, state } of await itemsOf(world, job)) {
      const own = entries.get(username) ?? [];
      expect([username, state]).toEqual([username, 'done']);
      expect([username, inPool.get(username)?.isEnabled]).toEqual([username, false]);
      const outcomes = own.filter((entry) => !isUndone(entry)).map(({ outcome }) => outcome);
      expect([username, outcomes.at(-1)]).toEqual([username, 'succeeded']);
      const earlier = new Set(outcomes.slice(0, -1));
      expect([username, [...earlier]]).toEqual([username, earlier.size === 0 ? [] : ['unknown']]);
    }
    const settled = [...entries.values()].flat().filter(({ errorCode }) => errorCode !== '');
    expect(settled.map(({ errorCode }) => errorCode)).toContain('settled_afterwards');
    expect(settled.map(({ outcome }) => outcome)).toContain('unknown');
  },
  noHurry,
);

it(
  'sends one message at most, and says unknown wherever the answer was lost',
  async () => {
    const world = await worldWith(150, undefined, { faults });
    const { names, pool } = world;
    const job = await ordered(world, 'user.resend-invitation', names);
    await carriedOut(world);

    const entries = await entriesOf(world, 'user.resend-invitation');
    const messages = Map.groupBy(
      await sentMessages(pool.sandbox),
      ({ destination }) => destination,
    );
    const states = new Set<string>();
    for (const { username, state } of await itemsOf(world, job)) {
      states.add(state);
      const sent = messages.get(`${username}@example.com`)?.length ?? 0;
      expect([username, sent <= 1]).toEqual([username, true]);
      if (state === 'done') expect([username, sent]).toEqual([username, 1]);
      const own = (entries.get(username) ?? []).filter((entry) => !isUndone(entry));
      const expected = state === 'done' ? ['succeeded'] : ['unknown'];
      expect([username, own.map(({ outcome }) => outcome)]).toEqual([username, expected]);
    }
    expect([...states].sort()).toEqual(['done', 'unknown']);
  },
  noHurry,
);
