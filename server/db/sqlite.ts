import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Dialect, SqliteDialect } from 'kysely';
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
  return new SqliteDialect({ database: forKysely(sqlite) });
}
