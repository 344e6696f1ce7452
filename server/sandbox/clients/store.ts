import { Value } from '@sinclair/typebox/value';
import type { SandboxContext } from '../context.ts';
import type { UserPool } from '../pools/pool.ts';
import type { Database } from '../store/database.ts';
import { date, json, number, optionalText, type Row, text } from '../store/row.ts';
import { resourceNotFound } from '../wire/errors.ts';
import type { UserPoolClient } from './client.ts';
import { ClientSettings } from './settings.ts';

/** Parsed clients by id. Emptied at every change. A transaction fills nothing in, since
 * it may be rolled back. */
const parsedClients = new WeakMap<Database, Map<string, UserPoolClient>>();

/** Returns the client with this id, of whichever pool, or undefined. */
export function findClient(context: SandboxContext, clientId: string): UserPoolClient | undefined {
  const parsed = parsedClients.get(context.database) ?? new Map<string, UserPoolClient>();
  parsedClients.set(context.database, parsed);
  const kept = parsed.get(clientId);
  if (kept !== undefined) return kept;
  const row = context.database.get('SELECT * FROM clients WHERE id = ?', clientId);
  if (row === undefined) return undefined;
  const client = toClient(row);
  if (!context.database.isInTransaction) parsed.set(clientId, client);
  return client;
}

/**
 * Returns the client with this id, which must belong to `pool` when one is given.
 * @throws AwsError ResourceNotFoundException when there is none
 */
export function getClient(
  context: SandboxContext,
  clientId: string,
  pool?: UserPool,
): UserPoolClient {
  const client = findClient(context, clientId);
  if (client === undefined || (pool !== undefined && client.poolKey !== pool.key)) {
    throw resourceNotFound(`User pool client ${clientId} does not exist.`);
  }
  return client;
}

/** Returns up to `limit` clients of a pool whose store key is above `afterKey`, in the order they were made. */
export function listClients(
  context: SandboxContext,
  pool: UserPool,
  afterKey: number,
  limit: number,
): UserPoolClient[] {
  return context.database
    .all(
      'SELECT * FROM clients WHERE pool_key = ? AND key > ? ORDER BY key LIMIT ?',
      pool.key,
      afterKey,
      limit,
    )
    .map(toClient);
}

/** Adds a client and returns it. */
export function insertClient(
  context: SandboxContext,
  pool: UserPool,
  client: { id: string; name: string; secret?: string; settings: ClientSettings },
): UserPoolClient {
  const now = context.clock().getTime();
  context.database.run(
    `INSERT INTO clients (pool_key, id, name, secret, settings, created, modified)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    pool.key,
    client.id,
    client.name,
    client.secret ?? null,
    JSON.stringify(client.settings),
    now,
    now,
  );
  return getClient(context, client.id, pool);
}

/** Replaces a client's name and settings, and marks it modified now. */
export function updateClient(
  context: SandboxContext,
  client: UserPoolClient,
  change: { name: string; settings: ClientSettings },
): void {
  context.database.run(
    'UPDATE clients SET name = ?, settings = ?, modified = ? WHERE key = ?',
    change.name,
    JSON.stringify(change.settings),
    context.clock().getTime(),
    client.key,
  );
  parsedClients.delete(context.database);
}

/** Deletes a client. */
export function deleteClient(context: SandboxContext, client: UserPoolClient): void {
  context.database.run('DELETE FROM clients WHERE key = ?', client.key);
  forgetClients(context);
}

/** Forgets what was read of clients; for when they go with their pool. */
export function forgetClients(context: SandboxContext): void {
  parsedClients.delete(context.database);
}

function toClient(row: Row): UserPoolClient {
  const secret = optionalText(row, 'secret');
  return {
    key: number(row, 'key'),
    poolKey: number(row, 'pool_key'),
    id: text(row, 'id'),
    name: text(row, 'name'),
    ...(secret === undefined ? {} : { secret }),
    settings: Value.Parse(ClientSettings, json(row, 'settings')),
    created: date(row, 'created'),
    modified: date(row, 'modified'),
  };
}
