import type { FastifyBaseLogger } from 'fastify';
import { PoolkeeperError } from '../errors.ts';

/** Failures that come for every username alike. */
const general: ReadonlySet<string> = new Set([
  'blocked_by_firewall',
  'not_supported_by_endpoint',
  'pool_access_denied',
  'pool_busy',
  'pool_unreachable',
  'sign_in_misconfigured',
]);

/**
 * Does something for an account that may not exist. A failure that could tell whether it does, such as a
 * message that could not be delivered, is written to the log and not answered.
 *
 * @throws PoolkeeperError for what fails for every username alike
 */
export async function withoutTelling(
  log: FastifyBaseLogger,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof PoolkeeperError) || general.has(error.code)) throw error;
    log.error({ err: error }, 'not done for an account, and not answered');
  }
}
