import type { FastifyRequest } from 'fastify';
import { type Demands, demandRecentSignIn } from '../../actions/pipeline/demands.ts';
import type { AuditActor } from '../../audit/entry.ts';
import { PoolkeeperError, refused } from '../../errors.ts';
import type { Power } from '../../operators/access/power.ts';
import { operatorOf } from '../../operators/operator.ts';
import type { Pools } from '../../pools.ts';
import { prefersJson } from '../../web/requests/accepts.ts';
import type { Events } from '../create-events.ts';
import type { Receiver } from '../receiver.ts';
import { noSuchWebhook } from '../receivers.ts';

/** What the pages of webhooks stand on. */
export type WebhookServices = Pick<Events, 'receivers' | 'allowed' | 'isServed'> & {
  readonly pools: Pools;
  readonly power: Power;
  readonly demands: Demands;
  readonly now: () => Date;
};

/** @throws PoolkeeperError `webhook_not_found` (404) */
export async function receiverOf({ receivers }: WebhookServices, id: string): Promise<Receiver> {
  const receiver = await receivers.find(id);
  if (receiver === undefined) throw noSuchWebhook();
  return receiver;
}

/** @throws PoolkeeperError `webhook_not_found` (404), or `webhook_of_settings` (409) */
export async function editableOf(services: WebhookServices, id: string): Promise<Receiver> {
  const receiver = await receiverOf(services, id);
  if (receiver.source === 'page') return receiver;
  throw refused(
    'webhook_of_settings',
    'This receiver is configured by settings. Change the settings and restart Poolkeeper.',
  );
}

/**
 * Who asks for a change, by the role that the pool gives at present.
 *
 * @throws PoolkeeperError `power_lost` (403)
 */
export async function actorOf(
  request: FastifyRequest,
  { power }: WebhookServices,
): Promise<AuditActor> {
  const operator = await power.confirm(operatorOf(request));
  const { sub, username, role, sessionId } = operator;
  const browser = request.headers['user-agent'] ?? '';
  return { sub, username, role, sessionId, address: request.ip, browser };
}

/**
 * Whether the operator has to sign in again before this, by `reply.signInAgain`.
 *
 * @throws PoolkeeperError `recent_sign_in_required` (403) for a program
 */
export function needsSignIn(
  request: FastifyRequest,
  { demands, now }: Pick<WebhookServices, 'demands' | 'now'>,
): boolean {
  try {
    demandRecentSignIn(operatorOf(request), demands, now());
    return false;
  } catch (error) {
    if (!(error instanceof PoolkeeperError) || prefersJson(request)) throw error;
    return true;
  }
}
