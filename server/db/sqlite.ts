import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
} from 'kysely';
import { GuardedDriver } from './driver/guarded-driver.ts';
import { sqliteErrors } from './driver/storage-error.ts';
import { forKysely } from './node-sqlite.ts';

/**
 * Opens a file, made with its folder when missing, or `:memory:`.
 *
 * An audit intent must be on the disk before the pool is changed: FULL syncs at each commit. The
 * write-ahead log (64 MB before it is folded in) and the cache are sized for the mirror of a million
 * users. What a statement would have to undo is kept in memory, not in a file of its own:
 * every row that is written or updated makes some.
 *
 * @param cache MiB of pages that are kept in memory
 * @throws Error when the file cannot be opened
 * Source: SQLite, "Write-Ahead Logging", Performance Considerations.
 */
export function sqliteDialect(path: string, cache = 8): Dialect {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const sqlite = new DatabaseSync(path);
  sqlite.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;
    PRAGMA cache_size = ${-1024 * cache}; PRAGMA temp_store = MEMORY;
    PRAGMA wal_autocheckpoint = 16000;
    PRAGMA journal_size_limit = 67108864`);
  return new NodeSqliteDialect(sqlite);
}

class NodeSqliteDialect extends SqliteDialect {
  readonly #sqlite: DatabaseSync;
  readonly #forKysely: SqliteDatabase;

  constructor(sqlite: DatabaseSync) {
    const database = forKysely(sqlite);
    super({ database });
    this.#sqlite = sqlite;
    this.#forKysely = database;
  }

  override createDriver(): Driver {
    return new GuardedDriver(new RecoveringDriver(this.#sqlite, this.#forKysely), sqliteErrors);
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
