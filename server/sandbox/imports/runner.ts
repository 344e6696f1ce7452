import { setImmediate } from 'node:timers/promises';
import type { SandboxContext } from '../context.ts';
import type { UserPool } from '../pools/pool.ts';
import { getPoolByKey } from '../pools/store.ts';
import { type CsvRow, maximumRows, rowsOf, splitRow } from './csv.ts';
import { hashColumn, isHeaderOf } from './header.ts';
import { importRow, type RowFormat } from './import-row.ts';
import {
  addProgress,
  findJob,
  type ImportJob,
  listRunningJobs,
  markCompleted,
  readFile,
} from './job-store.ts';
import { insertLogLine } from './log-store.ts';

/** How many rows are imported in one transaction, between other requests. */
const rowsPerStep = 50;

/** Takes up the jobs that a stop or a crash interrupted. */
export function resumeJobs(context: SandboxContext): void {
  for (const job of listRunningJobs(context)) runJob(context, job.id);
}

/**
 * Runs a job in the background. Rows and counts are committed together, so that after a crash the job goes on with
 * the first row that was not imported.
 */
export function runJob(context: SandboxContext, id: string): void {
  void importFile(context, id).catch((error: unknown) => {
    if (context.stopping.aborted) return;
    const job = findJob(context, id);
    if (job === undefined) return;
    const reason = error instanceof Error ? error.message : 'unknown';
    markCompleted(context, job, 'Failed', `The import stopped: ${reason}`);
  });
}

async function importFile(context: SandboxContext, id: string): Promise<void> {
  await setImmediate();
  if (context.stopping.aborted) return;
  const job = findJob(context, id);
  if (job === undefined) return;
  const pool = getPoolByKey(context, job.poolKey);
  const [head, ...rows] = [...rowsOf(readFile(context, job)?.toString('utf8') ?? '')];
  const columns = splitRow(head?.text ?? '');
  const { hashingAlgorithm } = job;
  if (!isHeaderOf(pool, columns)) {
    markCompleted(context, job, 'Failed', 'The header in your file does not match the user pool.');
    return;
  }
  if (hashingAlgorithm !== undefined && !columns.includes(hashColumn)) {
    markCompleted(context, job, 'Failed', `Your file has no ${hashColumn} column.`);
    return;
  }
  if (rows.length > maximumRows) {
    markCompleted(context, job, 'Failed', `The file has more than ${maximumRows} users.`);
    return;
  }
  const done = job.imported + job.skipped + job.failed;
  for (let start = done; start < rows.length; start += rowsPerStep) {
    const step = rows.slice(start, start + rowsPerStep);
    importRows(context, pool, job, { columns, hashingAlgorithm }, step);
    await setImmediate();
    if (context.stopping.aborted || findJob(context, id)?.status !== 'InProgress') return;
  }
  complete(context, id);
}

function importRows(
  context: SandboxContext,
  pool: UserPool,
  job: ImportJob,
  format: RowFormat,
  rows: readonly CsvRow[],
): void {
  context.database.transaction(() => {
    const counts = { imported: 0, skipped: 0, failed: 0 };
    for (const { line, text } of rows) {
      const result = importRow(context, pool, format, text);
      counts[result.outcome] += 1;
      if (result.outcome !== 'imported') insertLogLine(context, job, { line, ...result });
    }
    addProgress(context, job, counts);
  });
}

function complete(context: SandboxContext, id: string): void {
  const job = findJob(context, id);
  if (job === undefined) return;
  if (job.imported === 0 && job.skipped + job.failed > 0) {
    const message = 'Too many users have failed or been skipped during the import.';
    markCompleted(context, job, 'Failed', message);
    return;
  }
  markCompleted(context, job, 'Succeeded', 'Import Job Completed Successfully.');
}
