import type { SandboxContext } from '../context.ts';
import type { UserPool } from '../pools/pool.ts';
import type { Database } from '../store/database.ts';
import {
  generateSigningKeyPem,
  type PublicJwk,
  publicJwk,
  readSigningKey,
  type SigningKey,
} from './jwt/signing-key.ts';
import { findSigningKeyPem, insertSigningKeyPem } from './store.ts';

const readKeys = new WeakMap<Database, Map<number, Promise<SigningKey>>>();

/** Returns the key that signs a pool's tokens. It is made when first asked for, and then kept in the store. */
export function getSigningKey(context: SandboxContext, pool: UserPool): Promise<SigningKey> {
  const keys = readKeys.get(context.database) ?? new Map<number, Promise<SigningKey>>();
  readKeys.set(context.database, keys);
  const kept = keys.get(pool.key);
  if (kept !== undefined) return kept;
  const key = loadSigningKey(context, pool.key);
  keys.set(pool.key, key);
  return key;
}

/** Returns the pool's JWKS document. Its members are strings only: old verifiers insist on that. */
export async function jwksOf(
  context: SandboxContext,
  pool: UserPool,
): Promise<{ keys: PublicJwk[] }> {
  return { keys: [publicJwk(await getSigningKey(context, pool))] };
}

async function loadSigningKey(context: SandboxContext, poolKey: number): Promise<SigningKey> {
  const stored = findSigningKeyPem(context, poolKey);
  if (stored !== undefined) return readSigningKey(stored.keyId, stored.pem);
  const pem = await generateSigningKeyPem();
  const keyId = context.random.bytes(32).toString('base64');
  insertSigningKeyPem(context, poolKey, keyId, pem);
  return readSigningKey(keyId, pem);
}
