import type { Selectable } from 'kysely';
import type { Database } from '../../db/database.ts';
import type { JobTable } from '../../db/tables/jobs.ts';
import { type Role, roles } from '../../operators/permissions.ts';
import type { Job, JobOrder, JobStarter, JobState, JobUser } from '../job.ts';
import { insertDraft } from './drafts.ts';

/**
 * Writes a job with the list of its users, from which it is prepared.
 *
 * @returns its number; undefined when the same form has started one already
 */
export async function insertJob(
  database: Database,
  order: JobOrder,
  starter: JobStarter,
  users: readonly JobUser[],
  now: Date,
): Promise<number | undefined> {
  return database.transaction().execute(async (transaction) => {
    const number = await insertRow(transaction, order, starter, users.length, now);
    if (number !== undefined) await insertDraft(transaction, number, users);
    return number;
  });
}

async function insertRow(
  database: Database,
  order: JobOrder,
  { operator, address, browser }: JobStarter,
  total: number,
  now: Date,
): Promise<number | undefined> {
  const row = await database
    .insertInto('job')
    .values({
      ...order,
      input: JSON.stringify(order.input),
      state: 'preparing',
      total,
      operatorSub: operator.sub,
      operatorUsername: operator.username,
      operatorDisplayName: operator.displayName,
      operatorRole: operator.role,
      sessionId: operator.sessionId,
      address,
      browser,
      problem: '',
      createdAt: now.getTime(),
      startedAt: null,
      endedAt: null,
      isTold: 0,
    })
    .onConflict((conflict) => conflict.columns(['operatorSub', 'key']).doNothing())
    .returning('number')
    .executeTakeFirst();
  return row?.number;
}

/** The job that this operator's form has started. */
export async function findJobOfKey(
  database: Database,
  operatorSub: string,
  key: string,
): Promise<Job | undefined> {
  const row = await database
    .selectFrom('job')
    .selectAll()
    .where('operatorSub', '=', operatorSub)
    .where('key', '=', key)
    .executeTakeFirst();
  return row && jobOf(row);
}

export async function findJob(database: Database, number: number): Promise<Job | undefined> {
  const row = await database
    .selectFrom('job')
    .selectAll()
    .where('number', '=', number)
    .executeTakeFirst();
  return row && jobOf(row);
}

/** The jobs of a pool, newest first, those before `before` only. */
export async function listJobs(
  database: Database,
  pool: string,
  before: number | undefined,
  limit: number,
): Promise<readonly Job[]> {
  let query = database.selectFrom('job').selectAll().where('pool', '=', pool);
  if (before !== undefined) query = query.where('number', '<', before);
  const rows = await query.orderBy('number', 'desc').limit(limit).execute();
  return rows.map(jobOf);
}

/** Every job whose end is not in the audit yet, oldest first. */
export async function openJobs(database: Database): Promise<readonly Job[]> {
  const rows = await database
    .selectFrom('job')
    .selectAll()
    .where('isTold', '=', 0)
    .orderBy('number')
    .execute();
  return rows.map(jobOf);
}

type Change = {
  readonly state?: JobState;
  readonly problem?: string;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly isTold?: 1;
};

/**
 * Changes a job that is in one of these states.
 *
 * @returns whether it was
 */
export async function changeJob(
  database: Database,
  number: number,
  from: readonly JobState[],
  change: Change,
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('job')
    .set(change)
    .where('number', '=', number)
    .where('state', 'in', [...from])
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

function jobOf(row: Selectable<JobTable>): Job {
  const { number, pool, key, state, action, selection, reason, total, problem } = row;
  const createdAt = new Date(row.createdAt);
  return {
    number,
    pool,
    key,
    state,
    action,
    input: JSON.parse(row.input),
    selection,
    reason,
    total,
    problem,
    createdAt,
    startedAt: row.startedAt === null ? undefined : new Date(row.startedAt),
    endedAt: row.endedAt === null ? undefined : new Date(row.endedAt),
    starter: {
      operator: {
        sub: row.operatorSub,
        username: row.operatorUsername,
        displayName: row.operatorDisplayName,
        role: roleOf(row.operatorRole),
        sessionId: row.sessionId,
        signedInAt: createdAt,
      },
      address: row.address,
      browser: row.browser,
    },
  };
}

/** The role then; what counts is what the pool says at each user's turn. */
function roleOf(text: string): Role {
  return roles.find((role) => role === text) ?? 'auditor';
}
