import { DatabaseSync } from 'node:sqlite';
import { makePrivate } from '../private-file.ts';
import { fileProblem, UnusableDatabase } from './start-problem.ts';

/** Held by one process at a time. */
export type FileLock = { release(): void };

/**
 * Locks a SQLite file for this process by a file beside it, since two processes on one file would
 * each keep the other waiting, and each watch over the last administrator alone. The lock is the
 * system's: it ends with its process, however that ends, and leaves nothing to clean up. The
 * database itself is not locked: backups and `audit:verify` read it meanwhile.
 *
 * @throws UnusableDatabase when another process has it, or no file can be made there
 * Source: SQLite, "File Locking And Concurrency"; fcntl(2), advisory record locking.
 */
export function lockFile(path: string): FileLock {
  let sqlite: DatabaseSync | undefined;
  try {
    // For its owner only: whoever can open it can hold the lock.
    makePrivate(`${path}.lock`);
    sqlite = new DatabaseSync(`${path}.lock`, { timeout: 0 });
    sqlite.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    sqlite?.close();
    throw isBusy(error) ? inUse(path) : fileProblem(error, path);
  }
  const held = sqlite;
  return {
    release() {
      if (held.isOpen) held.close();
    },
  };
}

/** SQLITE_BUSY */
const busy = 5;

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === busy;
}

function inUse(path: string): UnusableDatabase {
  return new UnusableDatabase(
    `Another console is using the file ${path} of DATABASE_URL. SQLite is for one process: stop that one, or use PostgreSQL.`,
  );
}
