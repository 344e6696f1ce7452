import { AsyncLocalStorage } from 'node:async_hooks';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import type { DatabaseSettings } from '../../config/database.ts';

/** Milliseconds that statements may take here instead of the usual time. */
const patience = new AsyncLocalStorage<number>();

/** Has the statements of a task take longer than the statements of a page. */
export function withPatience<Value>(
  milliseconds: number,
  task: () => Promise<Value>,
): Promise<Value> {
  return patience.run(milliseconds, task);
}

/** Longer than the server's own timeout, so that a server that works answers by itself. */
const grace = 1000;

/**
 * A pool whose connections are broken off when a statement is not answered in time. The server's
 * own timeouts do not help when the server hangs or the network drops everything, and the system's
 * would take minutes.
 *
 * The server's are set by statements, since a connection pooler may refuse them as parameters.
 *
 * Source: PostgreSQL, "Client Connection Defaults", `statement_timeout` and `lock_timeout`.
 */
export function timedPool(pool: pg.Pool, times: DatabaseSettings): PostgresPool {
  const timed = new WeakMap<pg.PoolClient, PostgresPoolClient>();

  const begin = async (client: pg.PoolClient): Promise<PostgresPoolClient> => {
    const fresh = timedClient(client, times.statement);
    try {
      await fresh.query(`set statement_timeout = ${times.statement}`, []);
      await fresh.query(`set lock_timeout = ${times.lock}`, []);
    } catch (error) {
      client.release(true);
      throw error;
    }
    timed.set(client, fresh);
    return fresh;
  };

  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect();
      return timed.get(client) ?? begin(client);
    },
  };
}

function timedClient(client: pg.PoolClient, usual: number): PostgresPoolClient {
  const query = async (text: string, values: unknown[]) => {
    const limit = (patience.getStore() ?? usual) + grace;
    const breakOff = (): void => {
      const error = new Error(`PostgreSQL did not answer within ${limit} ms.`);
      client.connection.stream.destroy(error);
    };
    const timer = setTimeout(breakOff, limit);
    try {
      return await client.query(text, values);
    } finally {
      clearTimeout(timer);
    }
  };
  return new Proxy<PostgresPoolClient>(client, {
    get: (target, name) => (name === 'query' ? query : Reflect.get(target, name, target)),
  });
}
