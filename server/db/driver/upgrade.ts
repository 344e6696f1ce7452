import { type Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations } from '../migrations/index.ts';

/** Names that migrations had before they were numbered without a gap. */
const earlierNames = {
  '006-jobs': '005-jobs',
  '007-sign-in-tries': '006-sign-in-tries',
  '008-directory-mfa': '007-directory-mfa',
} as const;

/**
 * Runs what is missing, all in one transaction together with the record of it: a process that is
 * killed leaves the database as it was.
 *
 * @throws what the database answered; then nothing was changed
 */
export async function bringUpToDate<Tables>(database: Kysely<Tables>): Promise<void> {
  await renameRecords(database);
  const { error } = await migratorOf(database).migrateToLatest();
  if (error) throw error;
}

/** Runs the first that is missing, and no other. */
export async function finishFirstMigration<Tables>(database: Kysely<Tables>): Promise<void> {
  const { error } = await migratorOf(database).migrateUp();
  if (error) throw error;
}

function migratorOf<Tables>(database: Kysely<Tables>): Migrator {
  return new Migrator({
    db: database,
    provider: { getMigrations: async () => migrations },
    // Those that were renamed were carried out in the order of their earlier names.
    allowUnorderedMigrations: true,
  });
}

async function renameRecords<Tables>(database: Kysely<Tables>): Promise<void> {
  const tables = await database.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === 'kysely_migration')) return;
  for (const [before, after] of Object.entries(earlierNames)) {
    await sql`update kysely_migration set name = ${after} where name = ${before}`.execute(database);
  }
}
