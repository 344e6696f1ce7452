import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { SandboxContext } from '../context.ts';
import type { UserPool } from '../pools/pool.ts';
import { json, type Row, text } from '../store/row.ts';
import { invalidParameter, resourceNotFound } from '../wire/errors.ts';

export const resourceServerMigrations = [
  {
    name: 'resource-servers-1',
    sql: `
      CREATE TABLE resource_servers (
        pool_key INTEGER NOT NULL REFERENCES pools ON DELETE CASCADE,
        identifier TEXT NOT NULL,
        name TEXT NOT NULL,
        scopes TEXT NOT NULL,
        PRIMARY KEY (pool_key, identifier)
      ) STRICT, WITHOUT ROWID
    `,
  },
];

/** The scopes of a resource server, as the API carries them. */
export const Scopes = Type.Array(
  Type.Object({ ScopeName: Type.String(), ScopeDescription: Type.String() }),
);
export type Scopes = Static<typeof Scopes>;

/** An API that an app client's access tokens can have scopes for. */
export interface ResourceServer {
  readonly identifier: string;
  readonly name: string;
  readonly scopes: Scopes;
}

/** Returns a resource server. @throws AwsError ResourceNotFoundException when there is none */
export function getResourceServer(
  context: SandboxContext,
  pool: UserPool,
  identifier: string,
): ResourceServer {
  const row = context.database.get(
    'SELECT * FROM resource_servers WHERE pool_key = ? AND identifier = ?',
    pool.key,
    identifier,
  );
  if (row === undefined) {
    throw resourceNotFound(`Resource server ${identifier} does not exist.`);
  }
  return toResourceServer(row);
}

/** Adds a resource server. @throws AwsError InvalidParameterException when the identifier is taken */
export function insertResourceServer(
  context: SandboxContext,
  pool: UserPool,
  server: ResourceServer,
): void {
  const { changes } = context.database.run(
    `INSERT INTO resource_servers (pool_key, identifier, name, scopes) VALUES (?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
    pool.key,
    server.identifier,
    server.name,
    JSON.stringify(server.scopes),
  );
  if (changes === 0) {
    throw invalidParameter(`${server.identifier} already exists in user pool ${pool.id}.`);
  }
}

/** Replaces a resource server's name and scopes. */
export function updateResourceServer(
  context: SandboxContext,
  pool: UserPool,
  server: ResourceServer,
): void {
  context.database.run(
    'UPDATE resource_servers SET name = ?, scopes = ? WHERE pool_key = ? AND identifier = ?',
    server.name,
    JSON.stringify(server.scopes),
    pool.key,
    server.identifier,
  );
}

/** Deletes a resource server. */
export function deleteResourceServer(
  context: SandboxContext,
  pool: UserPool,
  identifier: string,
): void {
  context.database.run(
    'DELETE FROM resource_servers WHERE pool_key = ? AND identifier = ?',
    pool.key,
    identifier,
  );
}

/** Returns up to `limit` resource servers behind `afterIdentifier`, by identifier. */
export function listResourceServerPage(
  context: SandboxContext,
  pool: UserPool,
  afterIdentifier: string,
  limit: number,
): ResourceServer[] {
  return context.database
    .all(
      `SELECT * FROM resource_servers WHERE pool_key = ? AND identifier > ?
       ORDER BY identifier LIMIT ?`,
      pool.key,
      afterIdentifier,
      limit,
    )
    .map(toResourceServer);
}

/** Returns every scope of a pool's resource servers as access tokens name it: `identifier/name`. */
export function listScopes(context: SandboxContext, pool: UserPool): ReadonlySet<string> {
  const servers = context.database
    .all('SELECT * FROM resource_servers WHERE pool_key = ?', pool.key)
    .map(toResourceServer);
  return new Set(
    servers.flatMap(({ identifier, scopes }) =>
      scopes.map(({ ScopeName }) => `${identifier}/${ScopeName}`),
    ),
  );
}

function toResourceServer(row: Row): ResourceServer {
  return {
    identifier: text(row, 'identifier'),
    name: text(row, 'name'),
    scopes: Value.Parse(Scopes, json(row, 'scopes')),
  };
}
