import { timingSafeEqual } from 'node:crypto';
import type { SandboxContext } from '../../../context.ts';
import { blob, number, text } from '../../../store/row.ts';
import type { User } from '../../user.ts';
import { type HashingAlgorithm, toHashingAlgorithm } from './algorithms.ts';
import type { ImportedHash } from './format.ts';

/** What is stored of an imported hash. The digest is hashed once more, with a key of this sandbox. */
export interface StoredHash {
  readonly algorithm: HashingAlgorithm;
  readonly recipe: string;
  readonly digestBytes: number;
  readonly seal: Buffer;
}

/**
 * Keeps the imported hash of a new user.
 * Source: developer guide, "Security considerations for password hash import", double hashing.
 */
export function insertImportedHash(
  context: SandboxContext,
  user: Pick<User, 'key'>,
  algorithm: HashingAlgorithm,
  { recipe, digest }: ImportedHash,
): void {
  context.database.run(
    `INSERT INTO imported_hashes (user_key, algorithm, recipe, digest_bytes, seal)
     VALUES (?, ?, ?, ?, ?)`,
    user.key,
    algorithm,
    recipe,
    digest.length,
    sealOf(context, digest),
  );
}

/** Returns a user's imported hash, or undefined. */
export function findImportedHash(
  context: SandboxContext,
  user: Pick<User, 'key'>,
): StoredHash | undefined {
  const row = context.database.get('SELECT * FROM imported_hashes WHERE user_key = ?', user.key);
  if (row === undefined) return undefined;
  return {
    algorithm: toHashingAlgorithm(text(row, 'algorithm')),
    recipe: text(row, 'recipe'),
    digestBytes: number(row, 'digest_bytes'),
    seal: blob(row, 'seal'),
  };
}

/** Whether a digest is the one that was imported, in constant time. */
export function isDigestOf(context: SandboxContext, stored: StoredHash, digest: Buffer): boolean {
  return timingSafeEqual(stored.seal, sealOf(context, digest));
}

function sealOf(context: SandboxContext, digest: Buffer): Buffer {
  return context.secrets.hash('imported-password-hash', digest.toString('base64'));
}
