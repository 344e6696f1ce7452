import { type Dialect, type Driver, PostgresDialect } from 'kysely';
import pg from 'pg';
import { type DatabaseSettings, databaseDefaults } from '../config/database.ts';
import { GuardedDriver } from './driver/guarded-driver.ts';
import { postgresErrors } from './driver/storage-error.ts';
import { timedPool } from './driver/timed-client.ts';

/** OID of PostgreSQL's 64-bit integer, `int8`; sums and counts have it. */
const int8 = 20;
const numeric = 1700;

/**
 * Connects to PostgreSQL when first used. 64-bit integers come as numbers, as they do from SQLite:
 * times in milliseconds and counts stay far below 2^53.
 *
 * Source: node-postgres, "Types" and "Pool".
 */
export function postgresDialect(url: string, times: DatabaseSettings = databaseDefaults): Dialect {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: times.connect,
    types: {
      getTypeParser: (type, format) =>
        type === int8 || type === numeric ? Number : pg.types.getTypeParser(type, format),
    },
  });
  // A connection that breaks while idle is replaced by the next use; unheard, it would end the process.
  pool.on('error', () => undefined);
  // One that breaks while a transaction holds it tells so to the transaction's next statement.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new GuardedPostgresDialect({ pool: timedPool(pool, times) });
}

class GuardedPostgresDialect extends PostgresDialect {
  override createDriver(): Driver {
    return new GuardedDriver(super.createDriver(), postgresErrors);
  }
}
