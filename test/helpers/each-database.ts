import { afterAll, beforeAll, describe, onTestFinished } from 'vitest';
import { type Database, openDatabase } from '../../server/db/database.ts';
import { type PostgresServer, postgresBinaries, startPostgres } from './postgres.ts';

/** Opens an empty database for one test, closed after it; `url` opens the same one again. */
export type OpenForTest = () => Promise<{ readonly database: Database; readonly url: string }>;

/**
 * Runs the same suite on SQLite and on PostgreSQL. Without PostgreSQL the second is left out, and
 * says so; in CI it fails.
 */
export function eachDatabase(suite: (open: OpenForTest, name: string) => void): void {
  describe('on SQLite', () => suite(() => opened('file::memory:'), 'SQLite'));
  onPostgres((freshDatabase) => suite(async () => opened(await freshDatabase()), 'PostgreSQL'));
}

/**
 * Runs a suite that is about several processes on one database. `freshDatabase` makes an empty one and
 * answers its URL; `server` is the one that it is in. Without PostgreSQL it is left out, and says so; in CI it fails.
 */
export function onPostgres(
  suite: (freshDatabase: () => Promise<string>, server: () => PostgresServer) => void,
): void {
  const binaries = postgresBinaries();
  if (binaries === undefined && !process.env.CI) {
    process.stderr.write(
      'NOTE: PostgreSQL was not found, so THE TESTS ON POSTGRESQL DID NOT RUN (apt-get install postgresql).\n',
    );
    return;
  }
  describe('on PostgreSQL', () => {
    let server: PostgresServer | undefined;
    beforeAll(async () => {
      if (binaries === undefined) throw new Error('PostgreSQL is not installed.');
      server = await startPostgres(binaries);
    });
    afterAll(() => server?.stop());
    const running = (): PostgresServer => {
      if (server === undefined) throw new Error('PostgreSQL did not start.');
      return server;
    };
    suite(() => running().freshDatabase(), running);
  });
}

async function opened(url: string): Promise<{ database: Database; url: string }> {
  const database = await openDatabase(url);
  onTestFinished(() => database.destroy());
  return { database, url };
}
