import type { SqliteDatabase, SqliteStatement } from 'kysely';

const repeated =
  /already exists|duplicate column name|UNIQUE constraint failed|no such (index|trigger)/;

/** Whether a statement of an upgrade failed because it had been carried out before. */
export function isRepeated(error: unknown): boolean {
  return error instanceof Error && (repeated.test(error.message) || isRepeated(error.cause));
}

/**
 * Passes over statements that were carried out before. Versions until November 2026 upgraded SQLite
 * statement by statement: a kill left the first ones done and the upgrade not recorded, so that no
 * later start could repeat it.
 */
export function resuming(database: SqliteDatabase): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare(sql) {
      return passingOver<SqliteStatement>(() => {
        const statement = database.prepare(sql);
        return {
          reader: statement.reader,
          all: (parameters) => statement.all(parameters),
          run: (parameters) => passingOver(() => statement.run(parameters), nothing.run()),
          iterate: (parameters) => statement.iterate(parameters),
        };
      }, nothing);
    },
  };
}

const nothing = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [].values(),
} satisfies SqliteStatement;

function passingOver<Value>(task: () => Value, otherwise: Value): Value {
  try {
    return task();
  } catch (error) {
    if (isRepeated(error)) return otherwise;
    throw error;
  }
}
