import type { AuditActor, AuditEvent } from '../audit/entry.ts';
import type { Job, JobStarter } from './job.ts';
import type { JobParts } from './parts.ts';
import { settleBegun } from './run-job.ts';
import { countItems, skipWaiting } from './store/items.ts';
import { changeJob } from './store/jobs.ts';

/**
 * Brings a job that has ended to its close: what was under way is settled, the users whose turn
 * never came are marked, and the audit is told, once.
 *
 * @throws PoolkeeperError when the pool must be looked at and does not answer
 */
export async function closeJob(parts: JobParts, job: Job): Promise<void> {
  const { database, audit } = parts;
  await settleBegun(parts, job);
  await skipWaiting(database, job.number, skipSentence(job));
  if (!(await hasJobEvent(parts, job, 'job.finish'))) {
    const { waiting: _none, begun: _neither, ...counts } = await countItems(database, job.number);
    const input = { job: job.number, action: job.action, how: job.state, ...counts };
    await audit.event(jobEvent('job.finish', job, actorOf(job.starter), input));
  }
  await changeJob(database, job.number, [job.state], { isTold: 1 });
}

/** What the audit is told of a job as a whole. */
export function jobEvent(
  action: string,
  { pool, reason }: Pick<Job, 'pool' | 'reason'>,
  actor: AuditActor,
  input: AuditEvent['input'],
): AuditEvent {
  const target = { kind: 'pool', name: pool, sub: '' } as const;
  return { actor, pool, action, target, input, reason, outcome: 'succeeded' };
}

export function actorOf({ operator, address, browser }: JobStarter): AuditActor {
  const { sub, username, role, sessionId } = operator;
  return { sub, username, role, sessionId, address, browser };
}

/** The process before may have ended between writing to the audit and remembering that. */
export async function hasJobEvent(
  { audit }: Pick<JobParts, 'audit'>,
  { number, pool, createdAt }: Job,
  action: 'job.start' | 'job.finish',
): Promise<boolean> {
  for await (const { input } of audit.walk({ pool, action, from: createdAt })) {
    if (input.job === number) return true;
  }
  return false;
}

function skipSentence({ state, problem }: Job): string {
  if (state === 'cancelled') return 'The job was cancelled before the turn came.';
  return problem || 'The job ended before the turn came.';
}
