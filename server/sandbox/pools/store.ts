import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { SandboxContext } from '../context.ts';
import type { Database } from '../store/database.ts';
import { date, json, number, type Row, text } from '../store/row.ts';
import { resourceNotFound } from '../wire/errors.ts';
import { type SchemaAttribute, standardAttributes } from './attributes/schema.ts';
import type { UserPool } from './pool.ts';
import { MfaSettings, PoolSettings } from './settings.ts';

/** Parsed pools by id, so that a call does not parse its pool's settings again. Emptied at every
 * change. A transaction fills nothing in, since it may be rolled back. */
const parsedPools = new WeakMap<Database, Map<string, UserPool>>();

/** Returns the pool, or undefined. */
export function findPool(context: SandboxContext, userPoolId: string): UserPool | undefined {
  const parsed = parsedPools.get(context.database) ?? new Map<string, UserPool>();
  parsedPools.set(context.database, parsed);
  const kept = parsed.get(userPoolId);
  if (kept !== undefined) return kept;
  const row = context.database.get('SELECT * FROM pools WHERE id = ?', userPoolId);
  if (row === undefined) return undefined;
  const pool = toPool(row);
  if (!context.database.isInTransaction) parsed.set(userPoolId, pool);
  return pool;
}

/**
 * Returns the pool.
 * @throws AwsError ResourceNotFoundException when there is none
 */
export function getPool(context: SandboxContext, userPoolId: string): UserPool {
  const pool = findPool(context, userPoolId);
  if (pool === undefined) throw resourceNotFound(`User pool ${userPoolId} does not exist.`);
  return pool;
}

/** Returns the pool with this store key. @throws Error when there is none */
export function getPoolByKey(context: SandboxContext, key: number): UserPool {
  const row = context.database.get('SELECT id FROM pools WHERE key = ?', key);
  if (row === undefined) throw new Error(`No pool has the key ${key}.`);
  return getPool(context, text(row, 'id'));
}

/** Returns up to `limit` pools whose store key is above `afterKey`, in the order they were made. */
export function listPools(context: SandboxContext, afterKey: number, limit: number): UserPool[] {
  return context.database
    .all('SELECT * FROM pools WHERE key > ? ORDER BY key LIMIT ?', afterKey, limit)
    .map(toPool);
}

/** Adds a pool and returns it. */
export function insertPool(
  context: SandboxContext,
  pool: { id: string; name: string; settings: PoolSettings; mfa?: MfaSettings },
): UserPool {
  const now = context.clock().getTime();
  return context.database.transaction(() => {
    const { key } = context.database.run(
      'INSERT INTO pools (id, name, settings, mfa, created, modified) VALUES (?, ?, ?, ?, ?, ?)',
      pool.id,
      pool.name,
      JSON.stringify(pool.settings),
      JSON.stringify(pool.mfa ?? {}),
      now,
      now,
    );
    context.database.run('INSERT INTO pool_counts (pool_key, users) VALUES (?, 0)', key);
    return getPool(context, pool.id);
  });
}

/** Replaces a pool's name and settings, and marks it modified now. */
export function updatePool(
  context: SandboxContext,
  pool: UserPool,
  change: { name?: string; settings?: PoolSettings; mfa?: MfaSettings },
): void {
  context.database.run(
    'UPDATE pools SET name = ?, settings = ?, mfa = ?, modified = ? WHERE key = ?',
    change.name ?? pool.name,
    JSON.stringify(change.settings ?? pool.settings),
    JSON.stringify(change.mfa ?? pool.mfa),
    context.clock().getTime(),
    pool.key,
  );
  parsedPools.delete(context.database);
}

/** Deletes a pool with everything in it. */
export function deletePool(context: SandboxContext, pool: UserPool): void {
  context.database.run('DELETE FROM pools WHERE key = ?', pool.key);
  parsedPools.delete(context.database);
}

/** Returns how many users a pool has. */
export function countUsers(context: SandboxContext, pool: UserPool): number {
  const row = context.database.get('SELECT users FROM pool_counts WHERE pool_key = ?', pool.key);
  return row === undefined ? 0 : number(row, 'users');
}

/** Changes the kept number of a pool's users by `difference`. */
export function addToUserCount(context: SandboxContext, poolKey: number, difference: number): void {
  context.database.run(
    'UPDATE pool_counts SET users = users + ? WHERE pool_key = ?',
    difference,
    poolKey,
  );
}

function toPool(row: Row): UserPool {
  const settings = parsed(PoolSettings, json(row, 'settings'));
  return {
    key: number(row, 'key'),
    id: text(row, 'id'),
    name: text(row, 'name'),
    settings,
    mfa: parsed(MfaSettings, json(row, 'mfa')),
    schema: wholeSchema(settings.Schema ?? []),
    created: date(row, 'created'),
    modified: date(row, 'modified'),
  };
}

function wholeSchema(changes: readonly SchemaAttribute[]): SchemaAttribute[] {
  const changed = new Map(changes.map((attribute) => [attribute.Name, attribute]));
  const whole = standardAttributes.map((attribute) => {
    const change = changed.get(attribute.Name);
    changed.delete(attribute.Name);
    return { ...attribute, ...change };
  });
  return [...whole, ...changed.values()];
}

function parsed<Schema extends TSchema>(schema: Schema, value: unknown): Static<Schema> {
  return Value.Parse(Type.Unsafe<Static<Schema>>(schema), value);
}
