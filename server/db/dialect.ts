import { type Kysely, PostgresAdapter, type RawBuilder, sql } from 'kysely';

/** Whether this database is PostgreSQL; otherwise it is SQLite. */
export function isPostgres(database: Pick<Kysely<unknown>, 'getExecutor'>): boolean {
  return database.getExecutor().adapter instanceof PostgresAdapter;
}

/** What the two databases spell differently. `column` is trusted SQL, values are parameters. */
export type Dialect = {
  /** Rows with one column `value`, the elements of a JSON array; `value ->> 0` reads into them. */
  each(elements: readonly unknown[]): RawBuilder<unknown>;
  /** The elements of an array of texts or numbers, for `in`. */
  listed(values: readonly (string | number)[]): RawBuilder<unknown>;
  /** True where the column's text contains the value, letter by letter. */
  contains(column: string, value: string): RawBuilder<boolean>;
  /** The same within the part of the text that begins with `mark` and ends with a line break. */
  partContains(column: string, mark: string, value: string): RawBuilder<boolean>;
  /** The values of a column of whole numbers, separated by commas; null when there are none. */
  joined(column: string): RawBuilder<string | null>;
  /** The text under a name of a JSON object kept as text; null when there is none. */
  member(column: string, name: string): RawBuilder<string | null>;
};

const sqlite: Dialect = {
  each: (elements) => sql`json_each(${JSON.stringify(elements)})`,
  listed: (values) => sql`(select value from json_each(${JSON.stringify(values)}))`,
  contains: (column, value) => sql`instr(${sql.raw(column)}, ${value}) > 0`,
  partContains: (column, mark, value) => {
    const text = sql.raw(column);
    const rest = sql`substr(${text}, instr(${text}, ${mark}))`;
    return sql`(instr(${text}, ${mark}) > 0
      and instr(substr(${rest}, 1, instr(${rest}, char(10))), ${value}) > 0)`;
  },
  joined: (column) => sql`group_concat(${sql.raw(column)})`,
  member: (column, name) => sql`${sql.raw(column)} ->> ${`$."${name.replace(/["\\]/g, '\\$&')}"`}`,
};

const postgres: Dialect = {
  each: (elements) => sql`json_array_elements(${JSON.stringify(elements)}::json) as element(value)`,
  listed: (values) =>
    typeof values[0] === 'string'
      ? sql`(select unnest(${values}::text[]))`
      : sql`(select unnest(${values}::bigint[]))`,
  contains: (column, value) => sql`${sql.raw(column)} like ${`%${escapeLike(value)}%`}`,
  partContains: (column, mark, value) =>
    sql`strpos(split_part(split_part(${sql.raw(column)}, ${mark}, 2), chr(10), 1), ${value}) > 0`,
  joined: (column) => sql`string_agg(${sql.raw(column)}::text, ',')`,
  member: (column, name) => sql`${sql.raw(column)}::json ->> ${name}`,
};

export function dialectOf(database: Pick<Kysely<unknown>, 'getExecutor'>): Dialect {
  return isPostgres(database) ? postgres : sqlite;
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
