import { sql, type Transaction } from 'kysely';
import { dialectOf, isPostgres } from '../../db/dialect.ts';
import { runForEachRow } from '../../db/each-row.ts';
import type { Tables } from '../../db/schema.ts';

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
export type UserRow = readonly [
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

const names = Object.keys(columns);
const insert = `insert into directory_user (${names.join(', ')})`;
const orUpdate = `on conflict (pool_id, sub) do update set deleted_at = null,
  ${names
    .slice(2)
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')}
  returning id, sub`;
const upsertOne = `${insert} values (${names.map(() => '?').join(', ')}) ${orUpdate}`;
const readValues = Object.values(columns)
  .map((type, index) => `cast(value ->> ${index} as ${type})`)
  .join(', ');

/** Writes these rows, over those with the same `sub`. @returns their ids by `sub` */
export async function upsertUsers(
  transaction: Transaction<Tables>,
  rows: readonly UserRow[],
): Promise<Map<string, number>> {
  const written = isPostgres(transaction)
    ? (
        await sql<{ id: number; sub: string }>`${sql.raw(insert)} select ${sql.raw(readValues)}
          from ${dialectOf(transaction).each(rows)} ${sql.raw(orUpdate)}`.execute(transaction)
      ).rows
    : await runForEachRow<{ id: number; sub: string }>(transaction, upsertOne, rows);
  return new Map(written.map(({ id, sub }) => [sub, id]));
}
