import { DatabaseSync } from 'node:sqlite';
import {
  type DatabaseConnection,
  type Dialect,
  type DialectAdapter,
  type Driver,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
} from 'kysely';
import { GuardedDriver } from './driver/guarded-driver.ts';
import { resuming } from './driver/resuming.ts';
import { sqliteErrors } from './driver/storage-error.ts';
import { forKysely } from './node-sqlite.ts';
import { makePrivate } from './private-file.ts';

/** Milliseconds. While another program holds the write lock, the whole process stands still. */
export const busyTimeout = 500;

type Options = {
  /** MiB of pages that are kept in memory. */
  readonly cache?: number;
  /** Passes over what an upgrade that was broken off has done already. */
  readonly isResuming?: boolean;
};

/**
 * Opens a file, made with its folder when missing, or `:memory:`.
 *
 * An audit intent must be on the disk before the pool is changed: FULL syncs at each commit. The
 * write-ahead log (64 MB before it is folded in) and the cache are sized for the mirror of a million
 * users. What a statement would have to undo is kept in memory, not in a file of its own:
 * every row that is written or updated makes some.
 *
 * @throws Error when the file cannot be opened
 * Source: SQLite, "Write-Ahead Logging", Performance Considerations.
 */
export function sqliteDialect(path: string, options: Options = {}): Dialect {
  const { cache = 8, isResuming = false } = options;
  if (path !== ':memory:') makePrivate(path);
  const sqlite = new DatabaseSync(path);
  sqlite.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = ${busyTimeout};
    PRAGMA cache_size = ${-1024 * cache}; PRAGMA temp_store = MEMORY;
    PRAGMA wal_autocheckpoint = 16000;
    PRAGMA journal_size_limit = 67108864`);
  const database = forKysely(sqlite);
  return new NodeSqliteDialect(sqlite, isResuming ? resuming(database) : database);
}

class NodeSqliteDialect extends SqliteDialect {
  readonly #sqlite: DatabaseSync;
  readonly #forKysely: SqliteDatabase;

  constructor(sqlite: DatabaseSync, database: SqliteDatabase) {
    super({ database });
    this.#sqlite = sqlite;
    this.#forKysely = database;
  }

  override createAdapter(): DialectAdapter {
    return new TransactionalAdapter();
  }

  override createDriver(): Driver {
    return new GuardedDriver(new RecoveringDriver(this.#sqlite, this.#forKysely), sqliteErrors);
  }
}

/**
 * SQLite changes tables in transactions as well as rows; Kysely only does not rely on it. An upgrade
 * that is killed must leave the database as it was.
 *
 * Source: SQLite, "Transaction".
 */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/**
 * SQLite ends a transaction by itself when its disk fails, and may leave one open when even that
 * fails: neither must keep the next transaction from beginning.
 *
 * Source: SQLite, "Transaction", Response To Errors Within A Transaction.
 */
class RecoveringDriver extends SqliteDriver {
  readonly #sqlite: DatabaseSync;

  constructor(sqlite: DatabaseSync, database: SqliteDatabase) {
    super({ database });
    this.#sqlite = sqlite;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#sqlite.isTransaction) this.#sqlite.exec('ROLLBACK; PRAGMA synchronous = FULL');
    await super.beginTransaction(connection);
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#sqlite.isTransaction) await super.rollbackTransaction(connection);
  }
}
