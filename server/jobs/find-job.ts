import { rowNumberOf } from '../db/row-number.ts';
import { notFound } from '../errors.ts';
import type { Job } from './job.ts';
import type { Jobs } from './jobs.ts';

/**
 * The job that an address names.
 *
 * @throws PoolkeeperError `job_not_found` (404), also for a job of another pool
 */
export async function jobOf(jobs: Pick<Jobs, 'find'>, pool: string, number: string): Promise<Job> {
  const named = rowNumberOf(number);
  const job = named === undefined ? undefined : await jobs.find(pool, named);
  if (job !== undefined) return job;
  throw notFound('job_not_found', 'There is no such job in this pool.');
}
