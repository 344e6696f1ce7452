import { stat } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { fileOf } from '../second-connection.ts';
import { busyTimeout } from '../sqlite.ts';

/** Milliseconds between two looks at the log. */
const lookEvery = 10_000;

/** Bytes up to which folding holds the process for a few milliseconds only. */
const little = 4 * 1024 * 1024;

export type Folding = {
  /** Folds the log in for the last time, so that the file alone is the whole database. */
  stop(): Promise<void>;
};

/**
 * Folds SQLite's write-ahead log into the database file whenever it is small or has not grown for a
 * while. Otherwise everything that was written could be in the log alone for days, and a copy of
 * the file would be empty. Does nothing for PostgreSQL and in memory.
 *
 * Source: SQLite, PRAGMA wal_checkpoint.
 */
export async function keepLogFolded(
  database: Database,
  failed: (error: unknown) => void,
): Promise<Folding> {
  const path = await fileOf(database);
  if (path === undefined) return { stop: async () => undefined };
  const stopping = new AbortController();
  let before = 0;

  const look = async (): Promise<void> => {
    const size = await sizeOf(`${path}-wal`);
    if (size > 0 && (size <= little || size === before)) await fold(database);
    before = size;
  };
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await look().catch(failed);
      const options = { signal: stopping.signal, ref: false };
      await setTimeout(lookEvery, undefined, options).catch(() => undefined);
    }
  };
  const running = loop();
  return {
    async stop() {
      stopping.abort();
      await running;
      await fold(database).catch(failed);
    },
  };
}

/** Waits for nobody: while another program reads, the rest is left for the next time. */
async function fold(database: Database): Promise<void> {
  await database.connection().execute(async (connection) => {
    await sql`pragma busy_timeout = 0`.execute(connection);
    try {
      await sql`pragma wal_checkpoint(truncate)`.execute(connection);
    } finally {
      await sql`pragma busy_timeout = ${sql.raw(String(busyTimeout))}`.execute(connection);
    }
  });
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  return found?.size ?? 0;
}
