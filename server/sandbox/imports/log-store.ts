import type { SandboxContext } from '../context.ts';
import { number, text } from '../store/row.ts';
import type { ImportJob } from './job-store.ts';

/** A row of a file that did not become a user, and why. */
export interface LogLine {
  readonly line: number;
  readonly outcome: 'skipped' | 'failed';
  readonly reason: string;
}

/** Adds a row to a job's log. */
export function insertLogLine(context: SandboxContext, job: ImportJob, entry: LogLine): void {
  context.database.run(
    'INSERT INTO import_log (job_key, line, outcome, reason) VALUES (?, ?, ?, ?)',
    job.key,
    entry.line,
    entry.outcome,
    entry.reason,
  );
}

/** Returns a job's log in the order of the file. */
export function listLogLines(context: SandboxContext, job: ImportJob): LogLine[] {
  return context.database
    .all('SELECT line, outcome, reason FROM import_log WHERE job_key = ? ORDER BY line', job.key)
    .map((row) => ({
      line: number(row, 'line'),
      outcome: text(row, 'outcome') === 'skipped' ? 'skipped' : 'failed',
      reason: text(row, 'reason'),
    }));
}
