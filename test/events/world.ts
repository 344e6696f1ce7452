import { onTestFinished, vi } from 'vitest';
import { consoleActor } from '../../server/audit/entry.ts';
import { type AuditLog, createAuditLog } from '../../server/audit/store.ts';
import type { EventSettings } from '../../server/config/events/events.ts';
import type { Database } from '../../server/db/database.ts';
import { createEvents, type EventSources, type Events } from '../../server/events/create-events.ts';
import { type EventFilter, everything } from '../../server/events/filter.ts';
import type { Receiver } from '../../server/events/receiver.ts';

export const admin = { ...consoleActor, sub: 'sub-of-admin', username: 'admin', role: 'admin' };

export const sessionSecret = 'Hq3vZ8kW1xN5tR7mB2cL9pD4sF6gJ0yA';

export type EventWorld = {
  readonly database: Database;
  readonly audit: AuditLog;
  readonly events: Events;
  /** Milliseconds that the clock is ahead of that of the machine. */
  readonly clock: { ahead: number };
  /** What went wrong inside; a test that expects nothing looks. */
  readonly reported: unknown[];
  /** Adds a webhook and answers its id and secret. */
  add(url: string, filter?: Partial<EventFilter>, name?: string): Promise<Added>;
  /** An entry that is its own outcome. */
  happens(action?: string, changes?: Partial<Parameters<AuditLog['event']>[0]>): Promise<number>;
  receiver(id: string): Promise<Receiver>;
  /** Polls until a receiver is like this. */
  until(
    id: string,
    isSo: (receiver: Receiver) => boolean,
    options?: { readonly timeout: number; readonly interval: number },
  ): Promise<Receiver>;
};

type Added = { readonly id: string; readonly secret: string };

type Options = {
  readonly settings?: Partial<EventSettings>;
  readonly sources?: EventSources;
  readonly holder?: string;
  readonly secrets?: readonly string[];
  readonly random?: () => number;
  readonly isStarted?: boolean;
};

/** Events out on a database, without a console around it. */
export async function eventWorld(
  database: Database,
  {
    settings = {},
    sources = {},
    holder = 'one',
    secrets = [sessionSecret],
    random = () => 0.5,
    isStarted = true,
  }: Options = {},
): Promise<EventWorld> {
  const clock = { ahead: 0 };
  const now = () => new Date(Date.now() + clock.ahead);
  const audit = createAuditLog(database, now);
  const reported: unknown[] = [];
  const events = createEvents(
    {
      allowed: { loopback: true, private: false },
      webhook: undefined,
      stream: undefined,
      ...settings,
    },
    { database, audit, secrets, holder, now, random, report: (error) => reported.push(error) },
    { lookEvery: 5, ...sources },
  );
  if (isStarted) await events.start();
  onTestFinished(() => events.stop());
  const receiver = async (id: string): Promise<Receiver> => {
    const found = await events.receivers.find(id);
    if (found === undefined) throw new Error(`There is no receiver ${id}.`);
    return found;
  };
  return {
    database,
    audit,
    events,
    clock,
    reported,
    async add(url, filter = {}, name = 'hook') {
      const id = crypto.randomUUID();
      const form = { name, url, filter: { ...everything, ...filter } };
      return { id, secret: await events.receivers.create(admin, id, form) };
    },
    happens: (action = 'users.search', changes = {}) =>
      audit.event({
        actor: admin,
        pool: 'main',
        action,
        target: { kind: 'pool', name: '', sub: '' },
        input: {},
        outcome: 'succeeded',
        ...changes,
      }),
    receiver,
    until: (id, isSo, options = { timeout: 50_000, interval: 5 }) =>
      vi.waitFor(async () => {
        const found = await receiver(id);
        if (!isSo(found)) throw new Error(`Not yet: ${JSON.stringify(found)}`);
        return found;
      }, options),
  };
}

/** Whether all that has happened so far was delivered or passed over. */
export async function caughtUp(
  world: EventWorld,
  id: string,
  options?: Parameters<EventWorld['until']>[2],
): Promise<void> {
  const head = await world.events.receivers.head();
  await world.until(id, ({ cursor }) => cursor >= head, options);
}
