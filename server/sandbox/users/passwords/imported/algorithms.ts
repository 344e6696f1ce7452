import { argon2idFormat } from './argon2id.ts';
import { bcryptFormat } from './bcrypt.ts';
import { type HashFormat, type ImportedHash, PasswordHashError } from './format.ts';
import { pbkdf2Format } from './pbkdf2.ts';
import { scryptFormat } from './scrypt.ts';

/** What the hashes of an import were made with. Source: API reference, PasswordHashingAlgorithm. */
export type HashingAlgorithm = 'BCRYPT' | 'SCRYPT' | 'ARGON2ID' | 'PBKDF2_SHA256';

const formats: Readonly<Record<HashingAlgorithm, HashFormat>> = {
  BCRYPT: bcryptFormat,
  SCRYPT: scryptFormat,
  ARGON2ID: argon2idFormat,
  PBKDF2_SHA256: pbkdf2Format,
};

export const hashingAlgorithms: readonly HashingAlgorithm[] = [
  'BCRYPT',
  'SCRYPT',
  'ARGON2ID',
  'PBKDF2_SHA256',
];

/** Returns the text as an algorithm. @throws TypeError for an unknown word */
export function toHashingAlgorithm(text: string): HashingAlgorithm {
  const algorithm = hashingAlgorithms.find((known) => known === text);
  if (algorithm === undefined) throw new TypeError(`"${text}" is no hashing algorithm.`);
  return algorithm;
}

/**
 * Reads a hash made with an algorithm.
 * @throws PasswordHashError when it is malformed, costs too much or was made with another algorithm
 */
export function readHash(algorithm: HashingAlgorithm, text: string): ImportedHash {
  const other = hashingAlgorithms.find((each) => each !== algorithm && isHashOf(each, text));
  if (other === undefined) return formats[algorithm].read(text);
  throw new PasswordHashError(
    `The password hash was made with ${other}, while the import job says ${algorithm}.`,
  );
}

/** Computes the digest of a password as the recipe says. */
export function deriveDigest(
  algorithm: HashingAlgorithm,
  recipe: string,
  password: string,
  digestBytes: number,
): Promise<Buffer> {
  return formats[algorithm].derive(recipe, password, digestBytes);
}

function isHashOf(algorithm: HashingAlgorithm, text: string): boolean {
  try {
    formats[algorithm].read(text);
    return true;
  } catch (error) {
    if (!(error instanceof PasswordHashError)) throw error;
    return false;
  }
}
