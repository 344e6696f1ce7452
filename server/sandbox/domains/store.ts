import type { SandboxContext } from '../context.ts';
import type { UserPool } from '../pools/pool.ts';
import { number, optionalText, type Row, text } from '../store/row.ts';
import { invalidParameter, resourceNotFound } from '../wire/errors.ts';

export const domainMigrations = [
  {
    name: 'domains-1',
    sql: `
      CREATE TABLE domains (
        name TEXT PRIMARY KEY,
        pool_key INTEGER NOT NULL REFERENCES pools ON DELETE CASCADE,
        certificate_arn TEXT,
        managed_login_version INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX domains_by_pool ON domains (pool_key);
    `,
  },
];

/** A domain under which a pool's managed login is found. */
export interface Domain {
  /** A prefix, or for a custom domain the whole host name. */
  readonly name: string;
  readonly poolKey: number;
  /** Present for custom domains. */
  readonly certificateArn?: string;
  readonly managedLoginVersion: number;
}

/** Returns the domain of this name, whosesoever, or undefined. */
export function findDomain(context: SandboxContext, name: string): Domain | undefined {
  const row = context.database.get('SELECT * FROM domains WHERE name = ?', name);
  return row === undefined ? undefined : toDomain(row);
}

/** Returns a pool's domain. @throws AwsError ResourceNotFoundException when it has no such */
export function getDomain(context: SandboxContext, pool: UserPool, name: string): Domain {
  const domain = findDomain(context, name);
  if (domain === undefined || domain.poolKey !== pool.key) {
    throw resourceNotFound(`No such domain: ${name}`);
  }
  return domain;
}

/** Returns a pool's domains: at most one prefix and one custom. */
export function listDomains(context: SandboxContext, pool: UserPool): Domain[] {
  return context.database.all('SELECT * FROM domains WHERE pool_key = ?', pool.key).map(toDomain);
}

/**
 * Adds a domain.
 * @throws AwsError InvalidParameterException when the name is taken or the pool has one of this kind
 */
export function insertDomain(context: SandboxContext, pool: UserPool, domain: Domain): void {
  const isCustom = domain.certificateArn !== undefined;
  const hasSameKind = listDomains(context, pool).some(
    (present) => (present.certificateArn !== undefined) === isCustom,
  );
  if (hasSameKind) throw invalidParameter('User pool already has a domain configured.');
  if (findDomain(context, domain.name) !== undefined) {
    throw invalidParameter('Domain already associated with another user pool.');
  }
  context.database.run(
    `INSERT INTO domains (name, pool_key, certificate_arn, managed_login_version)
     VALUES (?, ?, ?, ?)`,
    domain.name,
    pool.key,
    domain.certificateArn ?? null,
    domain.managedLoginVersion,
  );
}

/** Replaces a domain's certificate and version of managed login. */
export function updateDomain(context: SandboxContext, domain: Domain): void {
  context.database.run(
    'UPDATE domains SET certificate_arn = ?, managed_login_version = ? WHERE name = ?',
    domain.certificateArn ?? null,
    domain.managedLoginVersion,
    domain.name,
  );
}

/** Deletes a domain. */
export function deleteDomain(context: SandboxContext, domain: Domain): void {
  context.database.run('DELETE FROM domains WHERE name = ?', domain.name);
}

function toDomain(row: Row): Domain {
  const certificateArn = optionalText(row, 'certificate_arn');
  return {
    name: text(row, 'name'),
    poolKey: number(row, 'pool_key'),
    ...(certificateArn === undefined ? {} : { certificateArn }),
    managedLoginVersion: number(row, 'managed_login_version'),
  };
}
