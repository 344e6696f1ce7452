import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Dialect, Kysely } from 'kysely';
import { type DatabaseSettings, databaseDefaults } from '../config/database.ts';
import { type FileLock, lockFile } from './driver/file-lock.ts';
import { databasePlugins } from './driver/plugins.ts';
import { isRepeated } from './driver/resuming.ts';
import { fileProblem, serverProblem } from './driver/start-problem.ts';
import { bringUpToDate, finishFirstMigration } from './driver/upgrade.ts';
import { postgresDialect } from './postgres.ts';
import type { Tables } from './schema.ts';
import { sqliteDialect } from './sqlite.ts';

export type Database = Kysely<Tables>;

/** Milliseconds that an upgrade, or waiting for another process's upgrade, may take. */
const upgradePatience = 60 * 60_000;

/**
 * Opens the console's own database and brings its tables up to date.
 *
 * @param url `file:PATH`, where `file::memory:` lives and dies with the process, or
 * `postgres://user:password@host/name`
 * @throws UnusableDatabase with one sentence, or Error when a migration fails
 */
export async function openDatabase(
  url: string,
  times: DatabaseSettings = databaseDefaults,
): Promise<Database> {
  if (/^postgres(ql)?:\/\//.test(url)) return openServer(url, times);
  if (url.startsWith('file:')) return openFile(url.slice('file:'.length));
  throw new Error('DATABASE_URL must be file:PATH or postgres://...');
}

/**
 * Keeps other processes away from a SQLite file; nothing is to be held for PostgreSQL, which any
 * number may share, or in memory.
 *
 * @throws UnusableDatabase when another process has the file
 */
export function lockDatabase(url: string): FileLock {
  const path = url.startsWith('file:') ? url.slice('file:'.length) : ':memory:';
  if (path === ':memory:') return { release: () => undefined };
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (error) {
    throw fileProblem(error, path);
  }
  return lockFile(path);
}

async function openFile(path: string): Promise<Database> {
  try {
    return await fileBroughtUpToDate(path);
  } catch (error) {
    throw fileProblem(error, path);
  }
}

/** What an earlier version left half done is finished first. */
async function fileBroughtUpToDate(path: string): Promise<Database> {
  const database = over(sqliteDialect(path));
  try {
    await bringUpToDate(database);
    return database;
  } catch (error) {
    await database.destroy();
    if (path === ':memory:' || !isRepeated(error)) throw error;
  }
  const resuming = over(sqliteDialect(path, { isResuming: true }));
  try {
    await finishFirstMigration(resuming);
  } finally {
    await resuming.destroy();
  }
  const finished = over(sqliteDialect(path));
  await bringUpToDate(finished);
  return finished;
}

async function openServer(url: string, times: DatabaseSettings): Promise<Database> {
  const patient = { ...times, statement: upgradePatience, lock: upgradePatience };
  const upgrading = over(postgresDialect(url, patient));
  try {
    await bringUpToDate(upgrading);
  } catch (error) {
    throw serverProblem(error, url);
  } finally {
    await upgrading.destroy();
  }
  return over(postgresDialect(url, times));
}

function over(dialect: Dialect): Database {
  return new Kysely<Tables>({ dialect, plugins: databasePlugins() });
}
