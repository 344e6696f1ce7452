import type { FastifyRequest } from 'fastify';
import type { PoolkeeperError } from '../../errors.ts';
import type { PageServices } from './services.ts';
import { tellAudit } from './tell-audit.ts';

/**
 * Counts a failed sign-in towards the limit and writes it into the audit, without what was typed.
 * Failures of the pool or the network are nobody's doing; somebody who is no operator has at least
 * typed the right password.
 */
export async function noteFailure(
  request: FastifyRequest,
  services: PageServices,
  error: PoolkeeperError,
): Promise<void> {
  if (error.status >= 500) return;
  if (error.code !== 'not_an_operator') await services.limit.countFailure(request);
  await tellAudit(request, services, {
    action: 'operator.sign-in',
    by: undefined,
    failure: error,
  });
}
