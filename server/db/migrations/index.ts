import type { Migration } from 'kysely/migration';
import * as firstTables from './001-first-tables.ts';

/** In the order of their names; one that has been released is never changed. */
export const migrations: Record<string, Migration> = {
  '001-first-tables': firstTables,
};
