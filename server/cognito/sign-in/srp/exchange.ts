import { createHmac, hash, hkdfSync, randomBytes } from 'node:crypto';
import type { Device, DeviceVerifier, NewDevice } from '../../sign-in.ts';
import { generator, modularPower, prime, toBigInt, toSignedBytes } from './modular-power.ts';

/** The client's half of an exchange that has begun. */
export type SrpSession = {
  readonly username: string;
  readonly password: string;
  /** The part of the pool's id behind the underscore. */
  readonly poolName: string;
  readonly timestamp: string;
  /** In hexadecimal digits, as the next. */
  readonly smallA: string;
  readonly largeA: string;
};

/** What the service needs to see as proof, as members of ChallengeResponses. */
export type SrpProof = Readonly<Record<string, string>>;

const multiplier = toBigInt(hashOf(toSignedBytes(prime), toSignedBytes(generator)));
const info = 'Caldera Derived Key';

/** Begins an exchange with a new private value of 256 bits. */
export function startSession(username: string, password: string, userPoolId: string): SrpSession {
  const smallA = toBigInt(randomBytes(32)) | (1n << 255n);
  return {
    username,
    password,
    poolName: userPoolId.split('_')[1] ?? '',
    timestamp: timestampOf(new Date()),
    smallA: smallA.toString(16),
    largeA: modularPower(generator, smallA).toString(16),
  };
}

/**
 * Proves the password to the service's challenge, or a device's.
 *
 * @throws RangeError or SyntaxError when the challenge is not a proper one
 *
 * Source: RFC 5054, 2.5 and 2.6, with Cognito's paddings and key derivation, as in AWS's own
 * amazon-cognito-identity-js (AuthenticationHelper).
 */
export function prove(
  session: SrpSession,
  parameters: Readonly<Record<string, string>>,
  device?: Device,
): SrpProof {
  const { SALT = '', SRP_B = '', SECRET_BLOCK = '', USER_ID_FOR_SRP = '' } = parameters;
  const [realm, name, password] = device
    ? [device.groupKey, parameters.DEVICE_KEY ?? '', device.password]
    : [session.poolName, USER_ID_FOR_SRP, session.password];
  if (SECRET_BLOCK === '' || name === '') throw new RangeError('The challenge is not complete.');
  const largeA = BigInt(`0x${session.largeA}`);
  const largeB = BigInt(`0x${SRP_B}`);
  const salt = BigInt(`0x${SALT}`);
  const scramble = toBigInt(hashOf(toSignedBytes(largeA), toSignedBytes(largeB)));
  // With either the service would need no verifier to know the key (RFC 5054, 2.5.3).
  if (largeB % prime === 0n || scramble === 0n) throw new RangeError('The challenge is of no use.');
  const secret = hashOf(toSignedBytes(salt), hashOf(Buffer.from(`${realm}${name}:${password}`)));
  const exponent = toBigInt(secret);
  const smallA = BigInt(`0x${session.smallA}`);
  const shared = modularPower(
    largeB - multiplier * modularPower(generator, exponent),
    smallA + scramble * exponent,
  );
  const keyMaterial = toSignedBytes(shared);
  const key = Buffer.from(hkdfSync('sha256', keyMaterial, toSignedBytes(scramble), info, 16));
  const signature = createHmac('sha256', key)
    .update(`${realm}${name}`)
    .update(Buffer.from(SECRET_BLOCK, 'base64'))
    .update(session.timestamp)
    .digest('base64');
  return {
    PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
    PASSWORD_CLAIM_SIGNATURE: signature,
    TIMESTAMP: session.timestamp,
  };
}

/** Makes a password of 320 random bits for a device, and its verifier. */
export function verifierFor({ key, groupKey }: NewDevice): DeviceVerifier {
  const password = randomBytes(40).toString('base64');
  const salt = toSignedBytes(toBigInt(randomBytes(16)));
  const secret = hashOf(salt, hashOf(Buffer.from(`${groupKey}${key}:${password}`)));
  const verifier = toSignedBytes(modularPower(generator, toBigInt(secret)));
  return { password, verifier: verifier.toString('base64'), salt: salt.toString('base64') };
}

function hashOf(...parts: Uint8Array[]): Buffer {
  return hash('sha256', Buffer.concat(parts), 'buffer');
}

/** `Fri Nov 6 09:05:07 UTC 2026`, the day without a leading zero. */
export function timestampOf(date: Date): string {
  const [weekday = '', day = '', month = '', year = '', time = ''] = date
    .toUTCString()
    .replace(',', '')
    .split(' ');
  return `${weekday} ${month} ${Number(day)} ${time} UTC ${year}`;
}
