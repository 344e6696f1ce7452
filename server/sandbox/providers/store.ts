import { Value } from '@sinclair/typebox/value';
import type { SandboxContext } from '../context.ts';
import type { UserPool } from '../pools/pool.ts';
import { date, json, type Row, text } from '../store/row.ts';
import { AwsError, resourceNotFound } from '../wire/errors.ts';
import { type IdentityProvider, ProviderSettings, ProviderType } from './provider.ts';

/** Returns an identity provider. @throws AwsError ResourceNotFoundException when there is none */
export function getProvider(
  context: SandboxContext,
  pool: UserPool,
  name: string,
): IdentityProvider {
  const row = context.database.get(
    'SELECT * FROM providers WHERE pool_key = ? AND name = ?',
    pool.key,
    name,
  );
  if (row === undefined) throw resourceNotFound(`Identity provider ${name} does not exist.`);
  return toProvider(row);
}

/** Adds an identity provider. @throws AwsError DuplicateProviderException when the name is taken */
export function insertProvider(
  context: SandboxContext,
  pool: UserPool,
  provider: Pick<IdentityProvider, 'name' | 'type' | 'settings'>,
): void {
  const now = context.clock().getTime();
  const { changes } = context.database.run(
    `INSERT INTO providers (pool_key, name, type, settings, created, modified)
     VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    pool.key,
    provider.name,
    provider.type,
    JSON.stringify(provider.settings),
    now,
    now,
  );
  if (changes === 0) {
    throw new AwsError(
      'DuplicateProviderException',
      `A provider already exists with the name ${provider.name}.`,
    );
  }
}

/** Replaces an identity provider's settings. */
export function updateProvider(
  context: SandboxContext,
  pool: UserPool,
  name: string,
  settings: ProviderSettings,
): void {
  context.database.run(
    'UPDATE providers SET settings = ?, modified = ? WHERE pool_key = ? AND name = ?',
    JSON.stringify(settings),
    context.clock().getTime(),
    pool.key,
    name,
  );
}

/** Deletes an identity provider. */
export function deleteProvider(context: SandboxContext, pool: UserPool, name: string): void {
  context.database.run('DELETE FROM providers WHERE pool_key = ? AND name = ?', pool.key, name);
}

/** Returns up to `limit` identity providers behind `afterName`, by name. */
export function listProviderPage(
  context: SandboxContext,
  pool: UserPool,
  afterName: string,
  limit: number,
): IdentityProvider[] {
  return context.database
    .all(
      'SELECT * FROM providers WHERE pool_key = ? AND name > ? ORDER BY name LIMIT ?',
      pool.key,
      afterName,
      limit,
    )
    .map(toProvider);
}

/** Returns the names of all identity providers of a pool. */
export function listProviderNames(context: SandboxContext, pool: UserPool): ReadonlySet<string> {
  const rows = context.database.all('SELECT name FROM providers WHERE pool_key = ?', pool.key);
  return new Set(rows.map((row) => text(row, 'name')));
}

function toProvider(row: Row): IdentityProvider {
  return {
    name: text(row, 'name'),
    type: Value.Parse(ProviderType, text(row, 'type')),
    settings: Value.Parse(ProviderSettings, json(row, 'settings')),
    created: date(row, 'created'),
    modified: date(row, 'modified'),
  };
}
