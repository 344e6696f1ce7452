import { randomBytes } from 'node:crypto';
import type { AuditLog } from '../audit/store.ts';
import type { EventSettings } from '../config/events/events.ts';
import { createSealer } from '../crypto.ts';
import type { Database } from '../db/database.ts';
import { createDeliveryLoop } from './delivery/loop.ts';
import { type Receiver, settingsStreamId, settingsWebhookId } from './receiver.ts';
import { createEventReceivers, type EventReceivers } from './receivers.ts';
import { prepareReceivers } from './settings-receivers.ts';
import { streamTransport, type WriteOut, writeToStdout } from './stream/transport.ts';
import { type Resolve, systemResolve } from './webhook/resolve.ts';
import { createSendEvent, webhookTransport } from './webhook/transport.ts';

/** What tests replace. */
export type EventSources = {
  readonly resolve?: Resolve;
  readonly writeOut?: WriteOut;
  /** Milliseconds for an attempt; 10 seconds by default. */
  readonly timeout?: number;
  /** Milliseconds between two looks at what has happened. */
  readonly lookEvery?: number;
};

type Services = {
  readonly database: Database;
  readonly audit: AuditLog;
  /** Session secrets, newest first: they encrypt the signing secrets. */
  readonly secrets: readonly string[];
  /** Names this process among those on the database. */
  readonly holder: string;
  readonly now: () => Date;
  readonly random: () => number;
  readonly report: (error: unknown) => void;
};

/** Events out: webhooks, and the stream of the audit. */
export type Events = {
  readonly receivers: EventReceivers;
  /** Which addresses a webhook may have. */
  readonly allowed: EventSettings['allowed'];
  /** As last read, at most a second or so ago. */
  known(): readonly Receiver[];
  /** Whether this process delivers to a receiver; false for one whose setting it does not have. */
  isServed(receiver: Receiver): boolean;
  start(): Promise<void>;
  stop(): Promise<void>;
};

export function createEvents(
  settings: EventSettings,
  services: Services,
  sources: EventSources = {},
): Events {
  const { database, now } = services;
  const { resolve = systemResolve, writeOut = writeToStdout, timeout = 10_000 } = sources;
  const { allowed, stream } = settings;
  const sealer = createSealer(services.secrets, randomBytes);
  const sendEvent = createSendEvent({ allowed, resolve, timeout, now }, sealer);
  const isServed = ({ id, source }: Receiver): boolean =>
    source === 'page' ||
    (id === settingsWebhookId && settings.webhook !== undefined) ||
    (id === settingsStreamId && stream !== undefined);
  const loop = createDeliveryLoop({
    ...services,
    transports: {
      webhook: webhookTransport(sendEvent),
      stream: streamTransport({ target: stream, writeOut, timeout }),
    },
    isServed,
    lookEvery: sources.lookEvery ?? 1000,
  });
  return {
    receivers: createEventReceivers({
      ...services,
      sealer,
      randomBytes,
      sendEvent,
      changed: loop.refresh,
    }),
    allowed,
    known: loop.receivers,
    isServed,
    async start() {
      await prepareReceivers(settings, { database, sealer, now });
      await loop.refresh();
      loop.start();
    },
    stop: loop.stop,
  };
}
