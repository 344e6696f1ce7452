import type { Selectable } from 'kysely';
import type { Database } from '../../db/database.ts';
import { yieldToEventLoop } from '../../db/driver/event-loop.ts';
import type { JobItemTable } from '../../db/tables/jobs.ts';
import {
  type ItemResult,
  type ItemState,
  type JobCounts,
  type JobItem,
  type JobUser,
  NotOurs,
} from '../job.ts';

/** Rows of one statement, well below the parameters that either database takes. */
const rowsAtOnce = 500;

/**
 * Writes users of a job in their order; one that is there already is left as it is.
 *
 * @param first the position of the first of them
 */
export async function insertItems(
  database: Database,
  job: number,
  users: readonly JobUser[],
  first = 1,
): Promise<void> {
  for (let start = 0; start < users.length; start += rowsAtOnce) {
    const rows = users.slice(start, start + rowsAtOnce).map(({ sub, username }, index) => ({
      job,
      position: first + start + index,
      sub,
      username,
      state: 'waiting' as const,
      attempts: 0,
      auditNumber: null,
      errorCode: '',
      message: '',
    }));
    await database
      .insertInto('jobItem')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await yieldToEventLoop();
  }
}

/** The first items in these states, in their order, behind `after`. */
export async function itemsIn(
  database: Database,
  job: number,
  states: readonly ItemState[],
  { after = 0, limit }: { readonly after?: number | undefined; readonly limit: number },
): Promise<readonly JobItem[]> {
  const rows = await database
    .selectFrom('jobItem')
    .selectAll()
    .where('job', '=', job)
    .where('state', 'in', [...states])
    .where('position', '>', after)
    .orderBy('position')
    .limit(limit)
    .execute();
  return rows.map(itemOf);
}

/**
 * Marks that a user's turn begins, right before the intent is written: from here on only the audit
 * and the pool can tell what became of it.
 *
 * @throws NotOurs when the job does not run any more, or another process runs jobs
 */
export async function beginItem(
  database: Database,
  { job, position }: JobItem,
  holder: string,
  now: Date,
): Promise<void> {
  const { numUpdatedRows } = await database
    .updateTable('jobItem')
    .set(({ eb }) => ({ state: 'begun', attempts: eb('attempts', '+', 1) }))
    .where('job', '=', job)
    .where('position', '=', position)
    .where('state', '=', 'waiting')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('job').select('number').where('number', '=', job).where('state', '=', 'running'),
      ),
    )
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('jobLease')
          .select('id')
          .where('holder', '=', holder)
          .where('until', '>', now.getTime()),
      ),
    )
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new NotOurs('This user’s turn is not this process’s any more.');
}

/** Writes what became of a user's turn, which is in one of these states until now. */
export async function concludeItem(
  database: Database,
  { job, position }: JobItem,
  from: readonly ItemState[],
  { state, errorCode = '', message = '', auditNumber }: ItemResult,
): Promise<void> {
  await database
    .updateTable('jobItem')
    .set({ state, errorCode, message, ...(auditNumber !== undefined && { auditNumber }) })
    .where('job', '=', job)
    .where('position', '=', position)
    .where('state', 'in', [...from])
    .execute();
}

/** Marks the users whose turn never came, with the reason. */
export async function skipWaiting(database: Database, job: number, message: string): Promise<void> {
  for (;;) {
    const { numUpdatedRows } = await database
      .updateTable('jobItem')
      .set({ state: 'skipped', message })
      .where('job', '=', job)
      .where('position', 'in', ({ selectFrom }) =>
        selectFrom('jobItem')
          .select('position')
          .where('job', '=', job)
          .where('state', '=', 'waiting')
          .limit(rowsAtOnce),
      )
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return;
    await yieldToEventLoop();
  }
}

export async function countItems(database: Database, job: number): Promise<JobCounts> {
  const rows = await database
    .selectFrom('jobItem')
    .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
    .where('job', '=', job)
    .groupBy('state')
    .execute();
  const counts = { ...noCounts };
  for (const { state, count } of rows) counts[state] = Number(count);
  return counts;
}

const noCounts: JobCounts = {
  waiting: 0,
  begun: 0,
  done: 0,
  refused: 0,
  failed: 0,
  unknown: 0,
  skipped: 0,
};

function itemOf(row: Selectable<JobItemTable>): JobItem {
  return { ...row, auditNumber: row.auditNumber ?? undefined };
}
