import type { Sealer } from '../../crypto.ts';
import type { Transport } from '../delivery/deliver.ts';
import { bodyOf, type ConsoleEvent } from '../event.ts';
import type { Attempt, Receiver } from '../receiver.ts';
import { signingSecrets } from './secrets.ts';
import { type SendParts, sendWebhook } from './send.ts';

/** Sends one event to a webhook. */
export type SendEvent = (
  receiver: Receiver,
  event: ConsoleEvent,
  signal: AbortSignal,
) => Promise<Attempt>;

export function createSendEvent(parts: SendParts, sealer: Sealer): SendEvent {
  return async (receiver, event, signal) => {
    const secrets = signingSecrets(sealer, receiver, parts.now());
    if (secrets === undefined) {
      const problem =
        'The signing secret cannot be decrypted, since SESSION_SECRET was replaced. Rotate the secret.';
      return { result: 'failed', problem, isFinal: true };
    }
    const message = { url: receiver.url, id: event.id, body: bodyOf(event), secrets };
    return sendWebhook(parts, message, signal);
  };
}

/** Webhooks get one event at a time, so that a failure is of that event alone. */
export function webhookTransport(send: SendEvent): Transport {
  return {
    mostAtOnce: 1,
    async send(receiver, [event], signal) {
      if (event === undefined) return { result: 'delivered', status: undefined };
      return send(receiver, event, signal);
    },
  };
}
