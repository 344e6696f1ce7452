import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { hasPassed } from '../../clock.ts';
import { invalidInput, PoolkeeperError } from '../../errors.ts';
import { jobOf } from '../../jobs/find-job.ts';
import type { Job, JobOrder, JobStarter } from '../../jobs/job.ts';
import type { Jobs } from '../../jobs/jobs.ts';

/** Milliseconds for which a repeated request answers what the first one did. */
const repeatedFor = 24 * 3_600_000;

/** In characters. */
const longestKey = 255;

/**
 * The job's own key, from the `Idempotency-Key`; a random one when there is none.
 *
 * @throws PoolkeeperError `invalid_input` (422) for one that is too long
 */
export function jobKeyOf({ headers }: FastifyRequest): string {
  const key = headers['idempotency-key'];
  if (typeof key === 'string' && key.length > longestKey) {
    const sentence = `The Idempotency-Key has at most ${longestKey} characters.`;
    throw invalidInput({ 'Idempotency-Key': sentence }, sentence);
  }
  // Forms have keys of their own, which no program can meet.
  return typeof key === 'string' ? `api:${key}` : randomUUID();
}

/**
 * The job that the same request has started before, also when the server ended before it answered.
 *
 * @returns its number; undefined for a new key
 * @throws PoolkeeperError `idempotency_key_reused` (422) for another order under the same key, and for a
 * key that is older than a day, since its caller expects another job by now
 */
export async function repeatedJob(
  jobs: Pick<Jobs, 'startedBy' | 'find'>,
  order: JobOrder,
  starter: JobStarter,
  now: Date,
): Promise<number | undefined> {
  const number = await jobs.startedBy(starter.operator.sub, order.key);
  if (number === undefined) return undefined;
  const job = await jobOf(jobs, order.pool, String(number)).catch(() => undefined);
  const isOld = job !== undefined && hasPassed(job.createdAt.getTime(), repeatedFor, now.getTime());
  if (job !== undefined && !isOld && isSame(job, order)) return number;
  throw new PoolkeeperError({
    code: 'idempotency_key_reused',
    status: 422,
    publicMessage: `This Idempotency-Key has started job ${number} before. Send another key.`,
  });
}

function isSame(job: Job, order: JobOrder): boolean {
  return (
    job.action === order.action &&
    JSON.stringify(job.input) === JSON.stringify(order.input) &&
    job.selection === order.selection &&
    job.reason === order.reason
  );
}
