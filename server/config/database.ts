import { readWhole } from './checks.ts';
import type { SettingName } from './settings.ts';

/** How long PostgreSQL may take, in milliseconds, before the console answers 503. */
export type DatabaseSettings = {
  /** Until a connection stands, or one is free. */
  readonly connect: number;
  readonly statement: number;
  /** Until a lock that another process holds is free. */
  readonly lock: number;
};

/** What holds without settings. */
export const databaseDefaults: DatabaseSettings = { connect: 5000, statement: 5000, lock: 5000 };

/**
 * @param value the setting, or its default
 * @param problems gets a sentence for each setting that cannot be used
 */
export function readDatabaseSettings(
  value: (name: SettingName) => string,
  problems: string[],
): DatabaseSettings {
  const read = (name: SettingName): number =>
    1000 * readWhole(name, value, problems, { least: 1, most: 600 });
  return Object.freeze({
    connect: read('DATABASE_CONNECT_SECONDS'),
    statement: read('DATABASE_STATEMENT_SECONDS'),
    lock: read('DATABASE_LOCK_SECONDS'),
  });
}
