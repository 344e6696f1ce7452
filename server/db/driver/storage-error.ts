import pg from 'pg';
import { PoolkeeperError } from '../../errors.ts';
import { isNothingChanged } from '../../request-changes.ts';
import type { ErrorMeaning } from './guarded-driver.ts';

/** Seconds after which the same request is worth trying again. */
const retryAfter = 5;

/**
 * 503: the console's own database cannot be read or written. Thrown by the driver, so that no store
 * has to know how its database fails. It says that nothing was changed only where that is known.
 */
export function storageUnavailable(cause: unknown): PoolkeeperError {
  const consequence = isNothingChanged()
    ? 'Nothing was changed; try again in a moment.'
    : 'What was under way may have been done; look before you try again.';
  return new PoolkeeperError({
    code: 'storage_unavailable',
    status: 503,
    publicMessage: `The console's own storage cannot be read or written at the moment. ${consequence}`,
    cause,
    retryAfter,
  });
}

export function isStorageUnavailable(error: unknown): error is PoolkeeperError {
  return error instanceof PoolkeeperError && error.code === 'storage_unavailable';
}

/** For a write that what is under way can do without: it goes on when the storage takes none. */
export async function unlessStorageIsAway(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!isStorageUnavailable(error)) throw error;
  }
}

/**
 * Primary result codes of SQLite that say something about the file and its disk, and nothing about
 * the statement: PERM, BUSY, LOCKED, NOMEM, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, PROTOCOL, NOLFS,
 * AUTH, NOTADB.
 *
 * Source: SQLite, "Result and Error Codes".
 */
const sqliteStorageCodes: ReadonlySet<number> = new Set([
  3, 5, 6, 7, 8, 10, 11, 13, 14, 15, 22, 23, 26,
]);

/** Errors of SQLite, which knows what became of each statement. */
export const sqliteErrors: ErrorMeaning = {
  translate: translateSqlite,
  isAnswerLost: () => false,
};

function translateSqlite(error: unknown): unknown {
  if (!(error instanceof Error) || !('errcode' in error)) return error;
  // The upper bytes of an extended code say more about the same.
  const primary = Number(error.errcode) & 0xff;
  return sqliteStorageCodes.has(primary) ? storageUnavailable(error) : error;
}

/**
 * Classes of SQLSTATE that blame the statement or its values: those are mistakes of ours.
 *
 * Source: PostgreSQL, Appendix A, "PostgreSQL Error Codes".
 */
const statementClasses: ReadonlySet<string> = new Set([
  '0A',
  '21',
  '22',
  '23',
  '25',
  '2F',
  '34',
  '42',
  'P0',
]);

/** `read_only_sql_transaction` is of class 25, and says that the server takes no writes. */
const readOnlyServer = '25006';

/** Errors of PostgreSQL, whose driver throws plain errors when a connection breaks. */
export const postgresErrors: ErrorMeaning = {
  translate: translatePostgres,
  isAnswerLost: (error) => !(error instanceof pg.DatabaseError),
};

function translatePostgres(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof PoolkeeperError) return error;
  if (error instanceof TypeError || error instanceof RangeError) return error;
  // Kysely's own: an earlier statement of the transaction failed, and its error was passed over.
  if (error.name === 'AbortedTransactionError') return error;
  if (!(error instanceof pg.DatabaseError)) return storageUnavailable(error);
  const { code = '' } = error;
  const isOurs = statementClasses.has(code.slice(0, 2)) && code !== readOnlyServer;
  return isOurs ? error : storageUnavailable(error);
}
