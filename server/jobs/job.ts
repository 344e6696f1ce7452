import type { JobItemTable, JobTable } from '../db/tables/jobs.ts';
import type { Operator } from '../operators/operator.ts';

export type JobState = JobTable['state'];
export type ItemState = JobItemTable['state'];

/** Who started a job, and from where: all that the audit wants to know of it. */
export type JobStarter = {
  readonly operator: Operator;
  readonly address: string;
  readonly browser: string;
};

/** A job as its operator confirmed it. */
export type JobOrder = {
  /** Alias of the pool. */
  readonly pool: string;
  /** Of the form that was confirmed. */
  readonly key: string;
  /** Action id. */
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** How the users were chosen, in words. */
  readonly selection: string;
  readonly reason: string;
};

export type Job = JobOrder & {
  readonly number: number;
  readonly state: JobState;
  /** How many users. */
  readonly total: number;
  /** `signedInAt` is the moment at which the job was confirmed. */
  readonly starter: JobStarter;
  /** Why it waits or was stopped, as a sentence; empty otherwise. */
  readonly problem: string;
  readonly createdAt: Date;
  readonly startedAt: Date | undefined;
  readonly endedAt: Date | undefined;
};

/** A user as a job keeps it: who it is, and what it was called when the job was confirmed. */
export type JobUser = { readonly sub: string; readonly username: string };

export type JobItem = JobUser & {
  readonly job: number;
  /** From 1. */
  readonly position: number;
  readonly state: ItemState;
  readonly attempts: number;
  /** Audit entry of the last attempt whose outcome is known. */
  readonly auditNumber: number | undefined;
  readonly errorCode: string;
  /** Why it was not done, as a sentence; empty otherwise. */
  readonly message: string;
};

/** What became of one user's turn. */
export type ItemResult = {
  readonly state: Exclude<ItemState, 'begun'>;
  readonly errorCode?: string;
  readonly message?: string;
  readonly auditNumber?: number | undefined;
};

export type JobCounts = Readonly<Record<ItemState, number>>;

/** True for a job of which nothing more is begun. */
export function hasEnded(state: JobState): boolean {
  return state === 'finished' || state === 'cancelled' || state === 'stopped';
}

/** Another process runs jobs by now, or this one was paused: what is under way here must stop. */
export class NotOurs extends Error {
  override readonly name = 'NotOurs';
}
