import { hash, timingSafeEqual } from 'node:crypto';
import { hashToInteger, powerOfGenerator, toBigInt, toSignedBytes } from './group.ts';

/** What is kept of a password. Neither part tells the password. */
export interface PasswordVerifier {
  /** The salt's bytes, as an unsigned integer. */
  salt: Uint8Array;
  /** g^x mod N, as an unsigned integer. */
  verifier: Uint8Array;
}

/** Whose password it is: a user of a pool, or a device of a device group. */
export interface SrpIdentity {
  /** The part of the pool's id after the underscore, or a device group key. */
  realm: string;
  /** The user's name as Cognito answers it (USER_ID_FOR_SRP), or a device key. */
  username: string;
}

/** The part of a pool's id that takes part in SRP: what follows the underscore. */
export function srpPoolName(userPoolId: string): string {
  return userPoolId.slice(userPoolId.indexOf('_') + 1);
}

/**
 * Computes what is stored of a password: v = g^x with x = H(salt | H(realm username ":" password)),
 * as Cognito's clients compute it.
 * @param salt 16 random bytes
 */
export function createPasswordVerifier(
  identity: SrpIdentity,
  password: string,
  salt: Uint8Array,
): PasswordVerifier {
  const inner = hash('sha256', `${identity.realm}${identity.username}:${password}`, 'buffer');
  const x = hashToInteger(toSignedBytes(toBigInt(salt)), inner);
  return { salt, verifier: toSignedBytes(powerOfGenerator(x)) };
}

/** Tells in constant time whether the password is the one that the verifier was made from. */
export function verifyPassword(
  identity: SrpIdentity,
  password: string,
  stored: PasswordVerifier,
): boolean {
  const given = createPasswordVerifier(identity, password, stored.salt).verifier;
  return timingSafeEqual(
    hash('sha256', toSignedBytes(toBigInt(given)), 'buffer'),
    hash('sha256', toSignedBytes(toBigInt(stored.verifier)), 'buffer'),
  );
}
