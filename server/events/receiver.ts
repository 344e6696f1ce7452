import type { Selectable } from 'kysely';
import type { EventReceiverTable } from '../db/tables/api.ts';
import type { EventFilter } from './filter.ts';

/** Who is sent events: a webhook, or the stream of the audit. */
export type Receiver = Omit<Selectable<EventReceiverTable>, 'filter'> & {
  readonly filter: EventFilter;
};

/** What became of an attempt to deliver. */
export type Attempt =
  | { readonly result: 'delivered'; readonly status: number | undefined }
  /** The process is ending; it does not count. */
  | { readonly result: 'interrupted' }
  | {
      readonly result: 'failed';
      /** A sentence; nothing of what the receiver answered but its status. */
      readonly problem: string;
      /** Seconds that the receiver asked for. */
      readonly retryAfter?: number | undefined;
      /** No further attempt has a chance. */
      readonly isFinal?: boolean;
    };

/** The ids of the receivers that settings make. */
export const settingsWebhookId = 'settings-webhook';
export const settingsStreamId = 'settings-stream';

/** Milliseconds for which deliveries are tried; then a webhook is given up. */
export const triedFor = 3 * 86_400_000;

/** Milliseconds for which the secret before a rotation signs as well. */
export const overlap = 86_400_000;

/** Scheme, host and port of a webhook, without its path, which may hold a secret. */
export function originOf({ url }: Pick<Receiver, 'url'>): string {
  return URL.parse(url)?.origin ?? '';
}
