import { headNumber } from '../audit/store/outcomes.ts';
import type { EventSettings } from '../config/events/events.ts';
import type { Sealer } from '../crypto.ts';
import type { Database } from '../db/database.ts';
import { noFailure } from './delivery/deliver.ts';
import { everything } from './filter.ts';
import { type Receiver, settingsStreamId, settingsWebhookId } from './receiver.ts';
import { changeReceiver, findReceiver, insertReceiver, listReceivers } from './store/receivers.ts';
import { sealAgain, sealSecret } from './webhook/secrets.ts';

type Services = {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly now: () => Date;
};

/**
 * Makes the receivers of settings, each at its cursor of before, or at the present where it is new; one
 * that was given up is tried again. One whose setting is gone stays until an administrator removes it:
 * another process may still have the setting.
 */
export async function prepareReceivers(
  { webhook, stream }: EventSettings,
  services: Services,
): Promise<void> {
  const { sealer } = services;
  await sealAllAgain(services);
  if (webhook !== undefined) {
    const sealedSecret = sealSecret(sealer, settingsWebhookId, webhook.secret);
    const changes = { kind: 'webhook', name: 'WEBHOOKS_URL', url: webhook.url } as const;
    await put(services, settingsWebhookId, { ...changes, sealedSecret });
  }
  if (stream !== undefined) {
    const url = stream === 'stdout' ? 'stdout' : stream.file;
    const changes = { kind: 'stream', name: 'AUDIT_STREAM', url } as const;
    await put(services, settingsStreamId, { ...changes, sealedSecret: '' });
  }
}

async function put(
  { database, now }: Services,
  id: string,
  changes: Pick<Receiver, 'kind' | 'name' | 'url' | 'sealedSecret'>,
): Promise<void> {
  const isNew = await insertReceiver(database, {
    ...changes,
    id,
    source: 'settings',
    filter: everything,
    state: 'active',
    cursor: await headNumber(database),
    failingSince: null,
    deliveredAt: null,
    createdBy: '',
    createdAt: now().getTime(),
  });
  if (isNew) return;
  const isPaused = (await findReceiver(database, id))?.state === 'paused';
  await changeReceiver(database, id, {
    ...changes,
    ...(!isPaused && { ...noFailure, state: 'active' }),
  });
}

/** So that the secret of the sessions can be rotated, and the former one be left out some time later. */
async function sealAllAgain({ database, sealer }: Services): Promise<void> {
  for (const { id, sealedSecret } of await listReceivers(database)) {
    const sealed = sealedSecret && sealAgain(sealer, id, sealedSecret);
    if (sealed) await changeReceiver(database, id, { sealedSecret: sealed }, { sealedSecret });
  }
}
