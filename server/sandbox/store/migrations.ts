import { clientMigrations } from '../clients/migrations.ts';
import { codeMigrations } from '../codes/migrations.ts';
import { deviceMigrations } from '../devices/migrations.ts';
import { domainMigrations } from '../domains/store.ts';
import { eventMigrations } from '../events/migrations.ts';
import { groupMigrations } from '../groups/migrations.ts';
import { importMigrations } from '../imports/migrations.ts';
import { managedLoginMigrations } from '../managed-login/migrations.ts';
import { mfaMigrations } from '../mfa/migrations.ts';
import { SandboxOptionError } from '../options.ts';
import { peopleMigrations } from '../people/migrations.ts';
import { poolMigrations } from '../pools/migrations.ts';
import { providerMigrations } from '../providers/migrations.ts';
import { resourceServerMigrations } from '../resource-servers/store.ts';
import { signInMigrations } from '../sign-in/migrations.ts';
import { tokenMigrations } from '../tokens/migrations.ts';
import { userMigrations } from '../users/migrations.ts';
import type { Database } from './database.ts';
import { secretMigrations } from './secrets.ts';

/** One change of the tables. Once released it is never edited: a later change is a new migration. */
export interface Migration {
  /** Unique and stable, for example `users-1`. */
  readonly name: string;
  readonly sql: string;
}

/** Every folder owns its tables; this is the order in which they are made. */
export const migrations: readonly Migration[] = [
  ...secretMigrations,
  ...poolMigrations,
  ...clientMigrations,
  ...userMigrations,
  ...groupMigrations,
  ...providerMigrations,
  ...resourceServerMigrations,
  ...domainMigrations,
  ...importMigrations,
  ...tokenMigrations,
  ...signInMigrations,
  ...eventMigrations,
  ...codeMigrations,
  ...peopleMigrations,
  ...mfaMigrations,
  ...deviceMigrations,
  ...managedLoginMigrations,
];

/**
 * Brings the tables of `database` up to date. Each migration runs once, in a transaction of its own.
 * @param wanted all of them, but for tests that make a database as an earlier version had it
 * @throws SandboxOptionError for a file with tables that are not the sandbox's
 */
export function migrate(database: Database, wanted: readonly Migration[] = migrations): void {
  const tables = database.all("SELECT name FROM sqlite_master WHERE type = 'table'");
  if (tables.length > 0 && !tables.some(({ name }) => name === 'migrations')) {
    throw new SandboxOptionError('SANDBOX_DATA names a file that belongs to another program.');
  }
  database.execute('CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY) STRICT');
  for (const migration of wanted) {
    database.transaction(() => {
      const isDone = database.get('SELECT 1 FROM migrations WHERE name = ?', migration.name);
      if (isDone !== undefined) return;
      database.execute(migration.sql);
      database.run('INSERT INTO migrations (name) VALUES (?)', migration.name);
    });
  }
}
