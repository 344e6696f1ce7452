import { sql, type Transaction } from 'kysely';
import { dialectOf, isPostgres } from '../../../db/dialect.ts';
import { insertEachRow, runForEachRow } from '../../../db/each-row.ts';
import type { Tables } from '../../../db/schema.ts';

/** The columns that are written, in order, with the types that PostgreSQL reads them as. */
const columns = {
  pool_id: 'integer',
  sub: 'text',
  written_at: 'bigint',
  username: 'text',
  status: 'text',
  is_enabled: 'integer',
  verified: 'integer',
  created_at: 'bigint',
  modified_at: 'bigint',
  digest: 'text',
  search_text: 'text',
  attributes: 'text',
} as const;

/** The values of these columns for one user. */
export type UserValues = readonly [
  poolId: number,
  sub: string,
  writtenAt: number,
  username: string,
  status: string,
  isEnabled: number,
  verified: number,
  createdAt: number,
  modifiedAt: number,
  digest: string,
  searchText: string,
  attributes: string,
];

/** A row to be written over the one with this id, or a new one. */
export type UserRow = { readonly id: number | undefined; readonly values: UserValues };

const names = Object.keys(columns);
/** What a user is known by stays as it is. */
const changing = names.slice(2);
const insert = `insert into directory_user (${names.join(', ')})`;
const insertOne = `${insert} values (${names.map(() => '?').join(', ')})`;
const updateOne = `update directory_user set deleted_at = null,
  ${changing.map((name) => `${name} = ?`).join(', ')} where id = ?`;
const orUpdate = `on conflict (pool_id, sub) do update set deleted_at = null,
  ${changing.map((name) => `${name} = excluded.${name}`).join(', ')} returning id, sub`;
const readValues = Object.values(columns)
  .map((type, index) => `cast(value ->> ${index} as ${type})`)
  .join(', ');

/** Writes these rows, of which each `sub` has one at most. @returns their ids, in the same order */
export async function writeRows(
  transaction: Transaction<Tables>,
  rows: readonly UserRow[],
): Promise<readonly number[]> {
  if (isPostgres(transaction)) return upsertOnPostgres(transaction, rows);
  const added = rows.filter(({ id }) => id === undefined).map(({ values }) => values);
  const changed = rows.flatMap(({ id, values: [, , ...values] }) =>
    id === undefined ? [] : [[...values, id]],
  );
  // An upsert that answers its id is a quarter slower.
  const addedIds = (await insertEachRow(transaction, insertOne, added)).values();
  await runForEachRow(transaction, updateOne, changed);
  return rows.map(({ id }) => id ?? addedIds.next().value ?? 0);
}

async function upsertOnPostgres(
  transaction: Transaction<Tables>,
  rows: readonly UserRow[],
): Promise<readonly number[]> {
  const each = dialectOf(transaction).each(rows.map(({ values }) => values));
  const written = await sql<{ id: number; sub: string }>`${sql.raw(insert)}
    select ${sql.raw(readValues)} from ${each} ${sql.raw(orUpdate)}`.execute(transaction);
  const ids = new Map(written.rows.map(({ id, sub }) => [sub, id]));
  return rows.map(({ values: [, sub] }) => ids.get(sub) ?? 0);
}
