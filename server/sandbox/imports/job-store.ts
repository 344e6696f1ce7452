import type { SandboxContext } from '../context.ts';
import type { UserPool } from '../pools/pool.ts';
import { blob, date, number, optionalDate, optionalText, type Row, text } from '../store/row.ts';
import {
  type HashingAlgorithm,
  toHashingAlgorithm,
} from '../users/passwords/imported/algorithms.ts';
import { resourceNotFound } from '../wire/errors.ts';

/** Where an import stands. Source: API reference, UserImportJobType.Status. */
export type ImportStatus =
  | 'Created'
  | 'Pending'
  | 'InProgress'
  | 'Stopped'
  | 'Succeeded'
  | 'Failed';

const statuses: readonly ImportStatus[] = [
  'Created',
  'Pending',
  'InProgress',
  'Stopped',
  'Succeeded',
  'Failed',
];

/** A job that imports users from a CSV file. */
export interface ImportJob {
  readonly key: number;
  readonly poolKey: number;
  readonly id: string;
  readonly name: string;
  readonly roleArn: string;
  /** What the password hashes in the file were made with; absent for a file without. */
  readonly hashingAlgorithm?: HashingAlgorithm;
  readonly status: ImportStatus;
  readonly message?: string;
  readonly imported: number;
  readonly skipped: number;
  readonly failed: number;
  readonly created: Date;
  readonly started?: Date;
  readonly completed?: Date;
}

/** Returns the job with this id, of whichever pool, or undefined. */
export function findJob(context: SandboxContext, id: string): ImportJob | undefined {
  const row = context.database.get('SELECT * FROM import_jobs WHERE id = ?', id);
  return row === undefined ? undefined : toJob(row);
}

/** Returns a pool's job. @throws AwsError ResourceNotFoundException when there is none */
export function getJob(context: SandboxContext, pool: UserPool, id: string): ImportJob {
  const job = findJob(context, id);
  if (job === undefined || job.poolKey !== pool.key) {
    throw resourceNotFound(`User import job ${id} does not exist.`);
  }
  return job;
}

/** Adds a job that waits for its file. */
export function insertJob(
  context: SandboxContext,
  pool: UserPool,
  job: Pick<ImportJob, 'id' | 'name' | 'roleArn' | 'hashingAlgorithm'>,
): ImportJob {
  context.database.run(
    `INSERT INTO import_jobs (pool_key, id, name, role_arn, hashing_algorithm, status, created)
     VALUES (?, ?, ?, ?, ?, 'Created', ?)`,
    pool.key,
    job.id,
    job.name,
    job.roleArn,
    job.hashingAlgorithm ?? null,
    context.clock().getTime(),
  );
  return getJob(context, pool, job.id);
}

/** Returns up to `limit` jobs of a pool whose store key is below `beforeKey`, newest first. */
export function listJobs(
  context: SandboxContext,
  pool: UserPool,
  beforeKey: number,
  limit: number,
): ImportJob[] {
  return context.database
    .all(
      'SELECT * FROM import_jobs WHERE pool_key = ? AND key < ? ORDER BY key DESC LIMIT ?',
      pool.key,
      beforeKey,
      limit,
    )
    .map(toJob);
}

/** Returns the jobs that were started and have not ended, of all pools. */
export function listRunningJobs(context: SandboxContext): ImportJob[] {
  return context.database
    .all("SELECT * FROM import_jobs WHERE status IN ('Pending', 'InProgress') ORDER BY key")
    .map(toJob);
}

/** Keeps the file of a job, replacing an earlier one. */
export function writeFile(context: SandboxContext, job: ImportJob, content: Buffer): void {
  context.database.run(
    `INSERT INTO import_files (job_key, content) VALUES (?, ?)
     ON CONFLICT (job_key) DO UPDATE SET content = excluded.content`,
    job.key,
    content,
  );
}

/** Returns the file of a job, or undefined. */
export function readFile(context: SandboxContext, job: ImportJob): Buffer | undefined {
  const row = context.database.get('SELECT content FROM import_files WHERE job_key = ?', job.key);
  return row === undefined ? undefined : blob(row, 'content');
}

/** Marks a job as waiting to run. */
export function markStarted(context: SandboxContext, job: ImportJob): void {
  context.database.run(
    "UPDATE import_jobs SET status = 'Pending', started = ? WHERE key = ?",
    context.clock().getTime(),
    job.key,
  );
}

/** Adds to a running job's counts. */
export function addProgress(
  context: SandboxContext,
  job: ImportJob,
  counts: Readonly<Record<'imported' | 'skipped' | 'failed', number>>,
): void {
  context.database.run(
    `UPDATE import_jobs SET status = 'InProgress', imported = imported + ?, skipped = skipped + ?,
       failed = failed + ? WHERE key = ?`,
    counts.imported,
    counts.skipped,
    counts.failed,
    job.key,
  );
}

/** Ends a job and drops its file. */
export function markCompleted(
  context: SandboxContext,
  job: ImportJob,
  status: 'Stopped' | 'Succeeded' | 'Failed',
  message: string,
): void {
  context.database.transaction(() => {
    context.database.run(
      'UPDATE import_jobs SET status = ?, message = ?, completed = ? WHERE key = ?',
      status,
      message,
      context.clock().getTime(),
      job.key,
    );
    context.database.run('DELETE FROM import_files WHERE job_key = ?', job.key);
  });
}

function toStatus(word: string): ImportStatus {
  const status = statuses.find((known) => known === word);
  if (status === undefined) throw new TypeError(`"${word}" is no status of an import.`);
  return status;
}

function toJob(row: Row): ImportJob {
  const hashingAlgorithm = optionalText(row, 'hashing_algorithm');
  const message = optionalText(row, 'message');
  const started = optionalDate(row, 'started');
  const completed = optionalDate(row, 'completed');
  return {
    key: number(row, 'key'),
    poolKey: number(row, 'pool_key'),
    id: text(row, 'id'),
    name: text(row, 'name'),
    roleArn: text(row, 'role_arn'),
    ...(hashingAlgorithm === undefined
      ? {}
      : { hashingAlgorithm: toHashingAlgorithm(hashingAlgorithm) }),
    status: toStatus(text(row, 'status')),
    ...(message === undefined ? {} : { message }),
    imported: number(row, 'imported'),
    skipped: number(row, 'skipped'),
    failed: number(row, 'failed'),
    created: date(row, 'created'),
    ...(started === undefined ? {} : { started }),
    ...(completed === undefined ? {} : { completed }),
  };
}
