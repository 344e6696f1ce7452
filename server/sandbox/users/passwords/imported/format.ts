/** A password hash from another system, as a user import brings it. */
export interface ImportedHash {
  /** The hash up to its digest: what it was made with, and the salt. */
  readonly recipe: string;
  readonly digest: Buffer;
}

/** How the hashes of one algorithm are written and computed. */
export interface HashFormat {
  /** Reads a hash. @throws PasswordHashError when it is malformed or costs more than Cognito accepts */
  read(text: string): ImportedHash;
  /** Computes the digest of a password, without blocking the event loop for long. */
  derive(recipe: string, password: string, digestBytes: number): Promise<Buffer>;
}

/** A hash that cannot be imported. Its message repeats nothing of the hash but its cost parameters. */
export class PasswordHashError extends Error {}

const digestBytes = { least: 16, most: 64 };

/** The error for a hash that does not have the form of its algorithm. */
export function malformed(): PasswordHashError {
  return new PasswordHashError('The password hash is malformed.');
}

/**
 * Checks a cost parameter of a hash.
 * @throws PasswordHashError when it is outside of the bounds
 */
export function checkParameter(name: string, value: number, least: number, most: number): void {
  if (value >= least && value <= most) return;
  throw new PasswordHashError(
    `The password hash has a parameter out of bounds: ${name} must be ${least} to ${most}.`,
  );
}

/** Checks that a digest is long enough to mean something. @throws PasswordHashError */
export function checkDigest(digest: Buffer): Buffer {
  if (digest.length < digestBytes.least || digest.length > digestBytes.most) throw malformed();
  return digest;
}

/** Decodes base64 without padding, as hashes have it. @throws PasswordHashError for any other spelling */
export function fromBase64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64').replace(/=+$/, '') !== text) throw malformed();
  return bytes;
}
