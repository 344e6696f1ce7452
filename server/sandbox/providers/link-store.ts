import type { SandboxContext } from '../context.ts';
import type { UserPool } from '../pools/pool.ts';
import { number, text } from '../store/row.ts';

/** An identity at an identity provider: `attribute` is `Cognito_Subject` or the claim that tells people apart. */
export interface ExternalIdentity {
  readonly provider: string;
  readonly attribute: string;
  readonly value: string;
}

/** Returns the store key of the user that an identity is linked to, or undefined. */
export function findLinkedUserKey(
  context: SandboxContext,
  pool: UserPool,
  identity: ExternalIdentity,
): number | undefined {
  const row = context.database.get(
    `SELECT user_key FROM linked_identities
     WHERE pool_key = ? AND provider = ? AND attribute = ? AND value = ?`,
    pool.key,
    identity.provider,
    identity.attribute,
    identity.value,
  );
  return row === undefined ? undefined : number(row, 'user_key');
}

/** Links an identity to a user. */
export function insertLink(
  context: SandboxContext,
  pool: UserPool,
  identity: ExternalIdentity,
  userKey: number,
): void {
  context.database.run(
    `INSERT INTO linked_identities (pool_key, provider, attribute, value, user_key)
     VALUES (?, ?, ?, ?, ?)`,
    pool.key,
    identity.provider,
    identity.attribute,
    identity.value,
    userKey,
  );
}

/** Takes a link away. */
export function deleteLink(
  context: SandboxContext,
  pool: UserPool,
  identity: ExternalIdentity,
): void {
  context.database.run(
    `DELETE FROM linked_identities
     WHERE pool_key = ? AND provider = ? AND attribute = ? AND value = ?`,
    pool.key,
    identity.provider,
    identity.attribute,
    identity.value,
  );
}

/** Returns the identities linked to a user. */
export function listLinks(context: SandboxContext, userKey: number): ExternalIdentity[] {
  return context.database
    .all('SELECT * FROM linked_identities WHERE user_key = ?', userKey)
    .map((row) => ({
      provider: text(row, 'provider'),
      attribute: text(row, 'attribute'),
      value: text(row, 'value'),
    }));
}
