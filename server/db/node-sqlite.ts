import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { EachRow } from './each-row.ts';

/** Distinct statements of the console, with room to spare; parsing one costs more than running it. */
const mostKept = 500;

/**
 * Lets Kysely's own SQLite dialect, which was made for another driver, talk to Node's built-in
 * one. Whether a statement answers rows is read off its columns, so that `insert ... returning`
 * works; statements are kept, since few differ in more than their parameters.
 */
export function forKysely(sqlite: DatabaseSync): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();

  const prepare = (sql: string): SqliteStatement => {
    const statement = sqlite.prepare(sql);
    return {
      reader: statement.columns().length > 0,
      all: (parameters) => {
        const each = eachRow(parameters);
        if (!each) return statement.all(...parameters.map(bindable));
        return each.rows.flatMap((row) => statement.all(...row));
      },
      run: (parameters) => {
        const each = eachRow(parameters);
        if (!each) return statement.run(...parameters.map(bindable));
        let [changed, last] = [0n, 0n];
        for (const row of each.rows) {
          const { changes, lastInsertRowid } = statement.run(...row);
          changed += BigInt(changes);
          last = BigInt(lastInsertRowid);
          each.insertedIds.push(Number(lastInsertRowid));
        }
        return { changes: changed, lastInsertRowid: last };
      },
      iterate: (parameters) => statement.iterate(...parameters.map(bindable)),
    };
  };

  return {
    close: () => {
      kept.clear();
      sqlite.close();
    },
    prepare(sql) {
      const statement = kept.get(sql) ?? prepare(sql);
      kept.delete(sql);
      kept.set(sql, statement);
      for (const oldest of kept.keys()) {
        if (kept.size <= mostKept) break;
        kept.delete(oldest);
      }
      return statement;
    },
  };
}

/** What a statement is to be run for; undefined for a statement that is run once. */
function eachRow([only]: readonly unknown[]): EachRow | undefined {
  return only instanceof EachRow ? only : undefined;
}

/** @throws TypeError for a value that SQLite has no type for, before it reaches a statement */
function bindable(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'bigint' || value instanceof Uint8Array) return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  throw new TypeError(`SQLite cannot store a value of type ${typeof value}.`);
}
