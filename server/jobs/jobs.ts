import type { AuditActor, AuditFailure } from '../audit/entry.ts';
import type { AuditLog } from '../audit/store.ts';
import type { Database } from '../db/database.ts';
import { PoolkeeperError } from '../errors.ts';
import { actorOf, jobEvent } from './close-job.ts';
import type {
  ItemState,
  Job,
  JobCounts,
  JobItem,
  JobOrder,
  JobStarter,
  JobState,
  JobUser,
} from './job.ts';
import { countItems, itemsIn } from './store/items.ts';
import { changeJob, findJob, findJobOfKey, insertJob, listJobs } from './store/jobs.ts';

/** What pages do with jobs. Carrying them out is the runner's affair. */
export type Jobs = {
  /**
   * Writes down the job and its users; from then on it is prepared and carried out.
   *
   * @returns its number; the same for the same form, however often it is sent
   */
  start(order: JobOrder, starter: JobStarter, users: readonly JobUser[]): Promise<number>;
  /** Writes into the audit that a job was not started, and why. */
  refuse(order: JobOrder, starter: JobStarter, users: number, failure: AuditFailure): Promise<void>;
  /** The job of this operator's form, if it was started already. */
  startedBy(operatorSub: string, key: string): Promise<number | undefined>;
  /** In this pool; undefined when there is none. */
  find(pool: string, number: number): Promise<Job | undefined>;
  /** Newest first, those before `before` only. */
  list(pool: string, before: number | undefined, limit: number): Promise<readonly Job[]>;
  counts(job: number): Promise<JobCounts>;
  /** In their order, behind `after`. */
  items(
    job: number,
    states: readonly ItemState[],
    page: { readonly after?: number | undefined; readonly limit: number },
  ): Promise<readonly JobItem[]>;
  /** @throws PoolkeeperError `job_not_running` (409); so do the next two in their way */
  pause(job: Job, actor: JobStarter): Promise<void>;
  resume(job: Job, actor: JobStarter): Promise<void>;
  cancel(job: Job, actor: JobStarter): Promise<void>;
};

type Parts = {
  readonly database: Database;
  readonly audit: AuditLog;
  readonly now: () => Date;
};

export function createJobs({ database, audit, now }: Parts): Jobs {
  /** Once it is written no further turn begins, or turns begin again. */
  const turn = async (
    job: Job,
    actor: AuditActor,
    [event, from, to]: readonly [string, readonly JobState[], JobState],
  ): Promise<void> => {
    const ends = to === 'cancelled' ? { endedAt: now().getTime() } : {};
    const isTurned = await changeJob(database, job.number, from, {
      state: to,
      problem: '',
      ...ends,
    });
    if (!isTurned) throw notPossible();
    await audit.event(jobEvent(event, job, actor, { job: job.number, action: job.action }));
  };

  const startedBy = async (operatorSub: string, key: string): Promise<number | undefined> =>
    (await findJobOfKey(database, operatorSub, key))?.number;

  return {
    async start(order, starter, users) {
      const number = await insertJob(database, order, starter, users, now());
      if (number !== undefined) return number;
      const already = await startedBy(starter.operator.sub, order.key);
      if (already === undefined) throw new Error('A job of this key vanished.');
      return already;
    },
    async refuse(order, starter, users, failure) {
      // What was typed comes back in the form and is for its operator only.
      const { action, selection } = order;
      const blank = { ...order, reason: '' };
      const event = jobEvent('job.start', blank, actorOf(starter), { action, users, selection });
      await audit.event({ ...event, outcome: 'refused', failure });
    },
    startedBy,
    async find(pool, number) {
      const job = await findJob(database, number);
      return job?.pool === pool ? job : undefined;
    },
    list: (pool, before, limit) => listJobs(database, pool, before, limit),
    counts: (job) => countItems(database, job),
    items: (job, states, page) => itemsIn(database, job, states, page),
    pause: (job, actor) => turn(job, actorOf(actor), ['job.pause', ['running'], 'paused']),
    resume: (job, actor) => turn(job, actorOf(actor), ['job.resume', ['paused'], 'running']),
    cancel: (job, actor) =>
      turn(job, actorOf(actor), ['job.cancel', ['running', 'paused'], 'cancelled']),
  };
}

function notPossible(): PoolkeeperError {
  return new PoolkeeperError({
    code: 'job_not_running',
    status: 409,
    publicMessage: 'The job is not in a state for this any more. The page shows how it is now.',
  });
}
