import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { Row } from './row.ts';

/** Passwords' verifiers, keys and people's data are for the file's owner only; the log gets the same mode. */
function makePrivate(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  try {
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
  } catch {
    // Not ours or read-only; SQLite says what is wrong when it opens the file.
  }
}

/**
 * One SQLite database with its prepared statements kept. All work is synchronous, so a `transaction` can never be
 * interleaved with another request.
 */
export class Database {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #depth = 0;

  /**
   * Opens `path` (a file, created with its folder when missing, or `:memory:`). Every commit is on disk before it
   * is acknowledged (WAL with synchronous=FULL): neither a killed process nor a power cut loses one.
   */
  constructor(path: string) {
    if (path !== ':memory:') makePrivate(path);
    this.#connection = new DatabaseSync(path);
    this.#connection.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA foreign_keys = ON;
      PRAGMA busy_timeout = 5000;
      PRAGMA cache_size = -32768;
    `);
  }

  /** Returns the first row, or undefined. The statement is prepared once and kept, so pass constant SQL. */
  get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#prepare(sql).get(...values);
  }

  /** Returns every row. */
  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#prepare(sql).all(...values);
  }

  /** Walks the rows without holding them all in memory. */
  iterate(sql: string, ...values: SQLInputValue[]): Iterable<Row> {
    return this.#connection.prepare(sql).iterate(...values);
  }

  /** Runs a changing statement and returns how many rows it changed and the last inserted row's key. */
  run(sql: string, ...values: SQLInputValue[]): { changes: number; key: number } {
    const result = this.#prepare(sql).run(...values);
    return { changes: Number(result.changes), key: Number(result.lastInsertRowid) };
  }

  /** Runs several statements without parameters, as migrations do. */
  execute(sql: string): void {
    this.#connection.exec(sql);
  }

  /**
   * Runs `work` as one transaction: all of its writes are kept, or, when it throws, none. Inside a transaction it is
   * a step of that one, which can fail by itself when the caller catches its error. `work` must be synchronous.
   */
  transaction<Result>(work: () => Result extends Promise<unknown> ? never : Result): Result {
    const [begin, keep, undo] =
      this.#depth === 0
        ? ['BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK']
        : ['SAVEPOINT step', 'RELEASE step', 'ROLLBACK TO step; RELEASE step'];
    this.#connection.exec(begin);
    this.#depth += 1;
    try {
      const result = work();
      this.#connection.exec(keep);
      return result;
    } catch (error) {
      this.#connection.exec(undo);
      throw error;
    } finally {
      this.#depth -= 1;
    }
  }

  /** Whether a transaction is under way, whose writes may yet be undone. */
  get isInTransaction(): boolean {
    return this.#depth > 0;
  }

  /** Closes the database; a file's write-ahead log is folded in. */
  close(): void {
    this.#statements.clear();
    this.#connection.close();
  }

  #prepare(sql: string): StatementSync {
    const kept = this.#statements.get(sql);
    if (kept !== undefined) return kept;
    const statement = this.#connection.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
