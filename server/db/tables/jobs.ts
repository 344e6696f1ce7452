import type { Generated } from 'kysely';
import type { Milliseconds } from './milliseconds.ts';

/** Bulk work: one action for many users, as its operator confirmed it. */
export type JobTable = {
  number: Generated<number>;
  /** Alias of the pool. */
  pool: string;
  /** Made with the form that was confirmed: the same form sent twice starts one job. */
  key: string;
  state: 'preparing' | 'running' | 'paused' | 'finished' | 'cancelled' | 'stopped';
  /** Action id. */
  action: string;
  /** JSON object: the action's input, the same for all users. */
  input: string;
  /** How the users were chosen, in words. */
  selection: string;
  reason: string;
  total: number;
  operatorSub: string;
  operatorUsername: string;
  operatorDisplayName: string;
  operatorRole: string;
  sessionId: string;
  address: string;
  browser: string;
  /** Why it waits or was stopped, as a sentence; empty otherwise. */
  problem: string;
  createdAt: Milliseconds;
  startedAt: Milliseconds | null;
  endedAt: Milliseconds | null;
  /** 1: its end is in the audit. */
  isTold: number;
};

/** One user of a job. */
export type JobItemTable = {
  job: number;
  /** From 1, in the order in which they are done. */
  position: number;
  sub: string;
  username: string;
  /**
   * `begun`: the audit may have the intent, and the pool may have been called. `skipped`: never
   * begun, since the job ended before.
   */
  state: 'waiting' | 'begun' | 'done' | 'refused' | 'failed' | 'unknown' | 'skipped';
  attempts: number;
  /** Audit entry of the last attempt whose outcome is known; null before. */
  auditNumber: number | null;
  errorCode: string;
  /** Why it was not done, as a sentence; empty otherwise. */
  message: string;
};

/**
 * The users of a job that is being prepared, as a JSON array, in parts: each is removed when its users are
 * items. `first` is the position of its first user.
 */
export type JobDraftTable = { job: number; first: number; users: string };

/**
 * One row: which process runs jobs, when one did last, and what then distinguished this database from a
 * copy of it.
 */
export type JobLeaseTable = {
  id: number;
  holder: string;
  until: Milliseconds;
  renewedAt: Milliseconds;
  lineage: string;
};

export type JobTables = {
  job: JobTable;
  jobDraft: JobDraftTable;
  jobItem: JobItemTable;
  jobLease: JobLeaseTable;
};
