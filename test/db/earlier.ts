import { CamelCasePlugin, type Dialect, Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { isPostgres } from '../../server/db/dialect.ts';
import { migrations } from '../../server/db/migrations/index.ts';
import type { Tables } from '../../server/db/schema.ts';

type Form = (database: Kysely<unknown>) => Promise<void>;

function named(name: string): Migration {
  const migration = migrations[name];
  if (migration === undefined) throw new Error(`There is no migration ${name}.`);
  return migration;
}

/** A migration that did something else at first: the present one, and what takes it back to that. */
function earlierForm(name: string, ...differences: readonly Form[]): Migration {
  return {
    async up(database) {
      await named(name).up(database);
      for (const difference of differences) await difference(database);
    },
  };
}

const withoutProgress: Form = async (database) => {
  for (const column of ['seen', 'progress']) {
    await database.schema.alterTable('directory_pool').dropColumn(column).execute();
  }
};

const withSmallMerges: Form = async (database) => {
  if (isPostgres(database)) return;
  // What holds when nothing was set.
  await sql`insert into directory_text (directory_text, rank) values ('automerge', 4)`.execute(
    database,
  );
};

const withNarrowIndex: Form = async (database) => {
  await sql`drop index directory_user_created`.execute(database);
  await sql`create index directory_user_created on directory_user (pool_id, created_at, id)
    where deleted_at is null`.execute(database);
};

const withTrigger: Form = async (database) => {
  if (isPostgres(database)) return;
  await sql`create trigger directory_user_came after insert on directory_user
    when (select placed_to from directory_pool where id = new.pool_id) is null
    begin
      insert into directory_username values (new.pool_id, new.username, new.id);
      insert into directory_created
        select new.pool_id, new.created_at, new.id, new.status, new.is_enabled, new.verified
        where new.deleted_at is null;
    end`.execute(database);
};

const directory = '002-directory';
const forms = {
  first: earlierForm(directory, withoutProgress, withSmallMerges, withNarrowIndex),
  second: earlierForm(directory, withSmallMerges, withNarrowIndex),
  third: earlierForm(directory, withNarrowIndex),
};
const until = (name: string): Record<string, Migration> =>
  Object.fromEntries(Object.entries(migrations).filter(([one]) => one <= name));
const before = { ...until('004-saved-views'), [directory]: forms.second };
const jobs = { '006-jobs': named('005-jobs') };
const tries = { '007-sign-in-tries': named('006-sign-in-tries') };
const mfa = { '008-directory-mfa': named('007-directory-mfa') };

/**
 * Every distinct state of the migrations that was ever on the main branch, by the commit that made
 * it, as the steps in which a database came there.
 */
export const earlierStates: Readonly<Record<string, readonly Record<string, Migration>[]>> = {
  ac7b90f: [until('001-first-tables')],
  b0a71ae: [{ ...until('001-first-tables'), [directory]: forms.first }],
  '7d8466a': [{ ...until('003-audit-chain'), [directory]: forms.first }],
  '6d0b21a': [{ ...until('003-audit-chain'), [directory]: forms.second }],
  '9afa28d': [before],
  e2c4d4b: [{ ...before, ...jobs }],
  '94bce21': [{ ...before, ...jobs, ...mfa }],
  '89cfab4': [{ ...before, ...jobs, ...tries, ...mfa }],
  '89cfab4 after 94bce21': [
    { ...before, ...jobs, ...mfa },
    { ...before, ...jobs, ...tries, ...mfa },
  ],
  edcd7c7: [{ ...until('007-directory-mfa'), [directory]: forms.second }],
  '3ad3388': [{ ...until('007-directory-mfa'), [directory]: forms.third }],
  '3625c5e': [until('007-directory-mfa')],
  '19c2c23': [
    {
      ...until('007-directory-mfa'),
      '008-directory-places': earlierForm('008-directory-places', withTrigger),
    },
  ],
  '62407e5': [until('008-directory-places')],
  ee64aa8: [until('009-noticed-users')],
  '593a150': [until('010-database-purpose')],
  c3b9860: [until('011-audit-anchor')],
};

/** Makes a database as an earlier version left it; without a transaction, as SQLite's were made. */
export async function makeEarlier(
  dialect: Dialect,
  state: string,
  fill: (database: Kysely<Tables>) => Promise<void> = async () => undefined,
): Promise<void> {
  const database = new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] });
  try {
    for (const step of earlierStates[state] ?? []) {
      const migrator = new Migrator({
        db: database,
        provider: { getMigrations: async () => step },
        allowUnorderedMigrations: true,
      });
      const { error } = await migrator.migrateToLatest();
      if (error) throw error;
    }
    await fill(database);
  } finally {
    await database.destroy();
  }
}
