import { randomUUID } from 'node:crypto';
import type { AuditActor, AuditIntent } from '../audit/entry.ts';
import { headNumber } from '../audit/store/outcomes.ts';
import type { AuditLog } from '../audit/store.ts';
import type { RandomBytes, Sealer } from '../crypto.ts';
import type { Database } from '../db/database.ts';
import { notFound, PoolkeeperError, refused } from '../errors.ts';
import { receiverEvent } from './audit-words.ts';
import { noFailure } from './delivery/deliver.ts';
import type { EventFilter } from './filter.ts';
import { type Attempt, overlap, type Receiver } from './receiver.ts';
import {
  changeReceiver,
  deleteReceiver,
  findReceiver,
  insertReceiver,
  listReceivers,
} from './store/receivers.ts';
import { sealSecret } from './webhook/secrets.ts';
import { newSecret } from './webhook/signature.ts';
import type { SendEvent } from './webhook/transport.ts';

/** What a form says of a webhook. */
export type WebhookForm = {
  readonly name: string;
  readonly url: string;
  readonly filter: EventFilter;
};

/** What pages do with receivers; each change is in the audit, before it is made and after. */
export type EventReceivers = {
  list(): Promise<readonly Receiver[]>;
  find(id: string): Promise<Receiver | undefined>;
  /** Number of the last row of the audit: how far a cursor can get. */
  head(): Promise<number>;
  /**
   * Makes a webhook, which is sent what happens from now on.
   *
   * @param id chosen with the form, so that one sent twice makes one webhook
   * @returns the signing secret, which is never shown again
   * @throws PoolkeeperError `webhook_exists` or `too_many_webhooks` (409)
   */
  create(actor: AuditActor, id: string, form: WebhookForm): Promise<string>;
  change(actor: AuditActor, receiver: Receiver, form: WebhookForm): Promise<void>;
  /** @returns the new secret; the one before signs as well for a day */
  rotate(actor: AuditActor, receiver: Receiver): Promise<string>;
  /** @throws PoolkeeperError `webhook_changed` (409) when it is not active; so does `resume` in its way */
  pause(actor: AuditActor, receiver: Receiver): Promise<void>;
  /** Continues where it was, or with what happens from now on. */
  resume(actor: AuditActor, receiver: Receiver, from: 'cursor' | 'now'): Promise<void>;
  /** Notes that an administrator has seen that events were removed before they were delivered. */
  acknowledge(actor: AuditActor, receiver: Receiver): Promise<void>;
  remove(actor: AuditActor, receiver: Receiver): Promise<void>;
  /** Sends a test event at once, whatever the state is. */
  test(actor: AuditActor, receiver: Receiver): Promise<Attempt>;
};

type Parts = {
  readonly database: Database;
  readonly audit: AuditLog;
  readonly sealer: Sealer;
  readonly randomBytes: RandomBytes;
  readonly sendEvent: SendEvent;
  readonly now: () => Date;
  /** Called after every change. */
  readonly changed: () => Promise<void>;
};

/** Each has a connection and a loop of its own. */
const mostWebhooks = 50;

export function createEventReceivers(parts: Parts): EventReceivers {
  const { database, audit, sealer, now } = parts;

  const audited = async (intent: AuditIntent, work: () => Promise<void>): Promise<void> => {
    const number = await audit.intent(intent);
    const begun = now().getTime();
    const end = (failure?: PoolkeeperError): Promise<void> =>
      audit.outcome(number, intent, failure, now().getTime() - begun);
    try {
      await work();
    } catch (error) {
      if (error instanceof PoolkeeperError) await end(error);
      throw error;
    }
    await end();
    await parts.changed();
  };
  const require = (isDone: boolean): void => {
    if (!isDone) throw changedMeanwhile();
  };

  return {
    list: () => listReceivers(database),
    find: (id) => findReceiver(database, id),
    head: () => headNumber(database),

    async create(actor, id, form) {
      const secret = newSecret(parts.randomBytes);
      const intent = receiverEvent('webhook.create', { ...form, id, kind: 'webhook' }, actor, {
        filter: form.filter,
      });
      await audited(intent, async () => {
        if ((await listReceivers(database)).length >= mostWebhooks) throw tooMany();
        const isNew = await insertReceiver(database, {
          ...form,
          id,
          kind: 'webhook',
          source: 'page',
          sealedSecret: sealSecret(sealer, id, secret),
          state: 'active',
          cursor: await headNumber(database),
          failingSince: null,
          deliveredAt: null,
          createdBy: actor.username,
          createdAt: now().getTime(),
        });
        if (!isNew) throw refused('webhook_exists', 'This webhook was made already.');
      });
      return secret;
    },

    async change(actor, receiver, form) {
      const intent = receiverEvent('webhook.change', { ...receiver, ...form }, actor, {
        filter: form.filter,
        isAddressNew: form.url !== receiver.url,
      });
      await audited(intent, async () => require(await changeReceiver(database, receiver.id, form)));
    },

    async rotate(actor, receiver) {
      const secret = newSecret(parts.randomBytes);
      const { id, sealedSecret } = receiver;
      await audited(receiverEvent('webhook.rotate-secret', receiver, actor), async () => {
        const changes = {
          sealedSecret: sealSecret(sealer, id, secret),
          sealedPreviousSecret: sealedSecret,
          previousUntil: now().getTime() + overlap,
        };
        require(await changeReceiver(database, id, changes, { sealedSecret }));
      });
      return secret;
    },

    async pause(actor, receiver) {
      await audited(receiverEvent('webhook.pause', receiver, actor), async () =>
        require(
          await changeReceiver(database, receiver.id, { state: 'paused' }, { state: 'active' }),
        ),
      );
    },

    async resume(actor, receiver, from) {
      const head = await headNumber(database);
      const skipped = from === 'now' ? { skippedThroughRow: head } : {};
      await audited(receiverEvent('webhook.resume', receiver, actor, skipped), async () => {
        if (receiver.state === 'active') throw changedMeanwhile();
        const changes = { ...noFailure, ...(from === 'now' && { cursor: head, missed: 0 }) };
        const { state, cursor } = receiver;
        const expected = { state, cursor };
        require(
          await changeReceiver(database, receiver.id, { ...changes, state: 'active' }, expected),
        );
      });
    },

    async acknowledge(actor, receiver) {
      const input = { rows: receiver.missed };
      await audited(receiverEvent('webhook.acknowledge', receiver, actor, input), async () =>
        require(await changeReceiver(database, receiver.id, { missed: 0 })),
      );
    },

    async remove(actor, receiver) {
      await audited(receiverEvent('webhook.remove', receiver, actor), async () =>
        require(await deleteReceiver(database, receiver.id)),
      );
    },

    async test(actor, receiver) {
      const event = {
        id: `evt_test_${randomUUID()}`,
        type: 'poolkeeper.test',
        timestamp: now().toISOString(),
        data: { message: 'A test event, sent from the page of this webhook.' },
      };
      const attempt = await parts.sendEvent(receiver, event, new AbortController().signal);
      const problem = attempt.result === 'failed' ? attempt.problem : '';
      await audit.event({
        ...receiverEvent('webhook.test', receiver, actor),
        outcome: problem === '' ? 'succeeded' : 'failed',
        failure: problem === '' ? undefined : { code: 'webhook_failed', publicMessage: problem },
      });
      return attempt;
    },
  };
}

function changedMeanwhile(): PoolkeeperError {
  return refused(
    'webhook_changed',
    'The webhook was changed or removed meanwhile. Nothing was done; look at its page again.',
  );
}

function tooMany(): PoolkeeperError {
  return refused(
    'too_many_webhooks',
    `There are ${mostWebhooks} webhooks, the most there may be. Remove one first.`,
  );
}

/** 404: there is no webhook of this id, or it was removed. */
export function noSuchWebhook(): PoolkeeperError {
  return notFound('webhook_not_found', 'There is no such webhook. It may have been removed.');
}
