import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { Database } from '../../db/database.ts';
import { yieldToEventLoop } from '../../db/driver/event-loop.ts';
import type { JobUser } from '../job.ts';

/** The users of a job that are not items yet: `first` is the position of the first of them. */
export type DraftPart = { readonly first: number; readonly users: readonly JobUser[] };

const usersInAPart = 2000;
const Users = Type.Array(Type.Object({ sub: Type.String(), username: Type.String() }));

/** Keeps the list of a new job as it was confirmed, in a few large rows, which is quick. */
export async function insertDraft(
  database: Database,
  job: number,
  users: readonly JobUser[],
): Promise<void> {
  for (let start = 0; start < users.length; start += usersInAPart) {
    const part = JSON.stringify(users.slice(start, start + usersInAPart));
    await database
      .insertInto('jobDraft')
      .values({ job, first: start + 1, users: part })
      .execute();
    await yieldToEventLoop();
  }
}

/** The next part that is not written as items yet; undefined when all are. */
export async function nextDraftPart(
  database: Database,
  job: number,
): Promise<DraftPart | undefined> {
  const row = await database
    .selectFrom('jobDraft')
    .select(['first', 'users'])
    .where('job', '=', job)
    .orderBy('first')
    .limit(1)
    .executeTakeFirst();
  return row && { first: row.first, users: Value.Parse(Users, JSON.parse(row.users)) };
}

export async function deleteDraftPart(
  database: Database,
  job: number,
  first: number,
): Promise<void> {
  await database.deleteFrom('jobDraft').where('job', '=', job).where('first', '=', first).execute();
}
