import { setTimeout } from 'node:timers/promises';
import { headNumber } from '../../audit/store/outcomes.ts';
import type { Receiver } from '../receiver.ts';
import { listReceivers } from '../store/receivers.ts';
import { longestPause } from './backoff.ts';
import { type DeliveryParts, deliverTo } from './deliver.ts';

type Options = DeliveryParts & {
  /** Whether this process can deliver to it. */
  readonly isServed: (receiver: Receiver) => boolean;
  /** Milliseconds between two looks at what has happened. */
  readonly lookEvery: number;
  readonly report: (error: unknown) => void;
};

/** Delivers events, to each receiver by itself: one that hangs holds up no other. */
export type DeliveryLoop = {
  start(): void;
  /** Interrupts what is being sent; it is sent again at the next start. */
  stop(): Promise<void>;
  /** Reads the receivers again, as they were just changed. */
  refresh(): Promise<void>;
  /** As last read. */
  receivers(): readonly Receiver[];
};

export function createDeliveryLoop(options: Options): DeliveryLoop {
  const { database, now, report } = options;
  const stopping = new AbortController();
  const active = new Map<string, Promise<void>>();
  let receivers: readonly Receiver[] = [];
  let running: Promise<void> | undefined;

  const refresh = async (): Promise<void> => {
    receivers = await listReceivers(database);
  };

  const begin = ({ id }: Receiver): void => {
    const ended = deliverTo(options, id, stopping.signal)
      .catch(report)
      .finally(() => active.delete(id));
    active.set(id, ended);
  };

  const look = async (): Promise<void> => {
    await refresh();
    if (receivers.length === 0) return;
    const head = await headNumber(database);
    const time = now().getTime();
    for (const receiver of receivers) {
      if (active.has(receiver.id) || !options.isServed(receiver)) continue;
      if (isDue(receiver, head, time)) begin(receiver);
    }
  };

  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await look().catch(report);
      const pause = { signal: stopping.signal };
      await setTimeout(options.lookEvery, undefined, pause).catch(() => undefined);
    }
    await Promise.all(active.values());
  };

  return {
    start() {
      running ??= loop();
    },
    async stop() {
      stopping.abort();
      await running;
    },
    refresh,
    receivers: () => receivers,
  };
}

function isDue({ state, cursor, nextAttemptAt }: Receiver, head: number, now: number): boolean {
  if (state !== 'active' || cursor >= head) return false;
  // One that lies further ahead was set by a clock that has jumped back since.
  return nextAttemptAt <= now || nextAttemptAt > now + 2 * longestPause;
}
