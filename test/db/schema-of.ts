import { sql } from 'kysely';
import type { Database } from '../../server/db/database.ts';
import { isPostgres } from '../../server/db/dialect.ts';

/** Everything that the tables of a database are made of, in an order that does not matter. */
export async function schemaOf(database: Database): Promise<readonly string[]> {
  const queries = isPostgres(database) ? onPostgres : onSqlite;
  const lines: string[] = [];
  for (const query of queries) {
    const { rows } = await sql.raw<object>(query).execute(database);
    lines.push(...rows.map((row) => Object.values(row).join(' | ').replace(/\s+/g, ' ')));
  }
  return lines.sort();
}

const onSqlite = [
  `select 'column', entry.name, info.name, info.type, info."notnull", info.pk
    from sqlite_master as entry, pragma_table_info(entry.name) as info where entry.type = 'table'`,
  `select type, name, sql from sqlite_master where type <> 'table' and sql is not null`,
  `select 'setting', k, v from directory_text_config`,
  `select 'migration', name from kysely_migration`,
];

const onPostgres = [
  `select 'column', table_name, column_name, data_type, collation_name, is_nullable, column_default
    from information_schema.columns where table_schema = current_schema()`,
  `select 'index', indexdef from pg_indexes where schemaname = current_schema()`,
  `select 'trigger', tgname, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal`,
  `select 'view', viewname, definition from pg_views where schemaname = current_schema()`,
  `select 'migration', name from kysely_migration`,
];
