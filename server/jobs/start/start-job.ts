import type { FastifyRequest } from 'fastify';
import { type Demands, demandRecentSignIn } from '../../actions/pipeline/demands.ts';
import { PoolkeeperError } from '../../errors.ts';
import { operatorOf } from '../../operators/operator.ts';
import type { JobOrder, JobStarter, JobUser } from '../job.ts';
import type { Jobs } from '../jobs.ts';

type Services = {
  readonly jobs: Pick<Jobs, 'start' | 'refuse'>;
  readonly demands: Demands;
  readonly now: () => Date;
};

/** The person behind a request, for the audit. */
export function starterOf(request: FastifyRequest): JobStarter {
  const browser = request.headers['user-agent'] ?? '';
  return { operator: operatorOf(request), address: request.ip, browser };
}

/**
 * Starts a job after a recent sign-in.
 *
 * @returns its number
 * @throws PoolkeeperError `recent_sign_in_required` (403), which the audit has then
 */
export async function startJob(
  { jobs, demands, now }: Services,
  order: JobOrder,
  starter: JobStarter,
  users: readonly JobUser[],
): Promise<number> {
  try {
    demandRecentSignIn(starter.operator, demands, now());
  } catch (error) {
    if (error instanceof PoolkeeperError) await jobs.refuse(order, starter, users.length, error);
    throw error;
  }
  return jobs.start(order, starter, users);
}
