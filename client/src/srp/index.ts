import { type Bytes, concat, fromBase64, hmacSha256, toBase64, utf8 } from '../text/bytes.ts';
import { generator, modularPower, prime } from './group.ts';
import { fromHex, toNumber, toSignedBytes } from './numbers.ts';

/** The client's pair of values for one exchange. */
export type SrpKeys = {
  readonly privateKey: bigint;
  /** `SRP_A`, in hexadecimal digits. */
  readonly publicKey: string;
};

/** Whose password is proven: a user's in a pool, or a device's in its group. */
export type SrpIdentity = {
  /** The part of the pool's id behind the underscore, or the device's group key. */
  readonly realm: string;
  /** `USER_ID_FOR_SRP`, or the device's key. */
  readonly name: string;
  readonly password: string;
};

/** What the service answered to the public key. */
export type SrpChallenge = {
  readonly srpB: string;
  readonly salt: string;
  readonly secretBlock: string;
};

export type SrpProof = { readonly signature: string; readonly timestamp: string };

/** A device's password, to be stored on the device, and what the service keeps of it, in Base64. */
export type DeviceSecret = {
  readonly password: string;
  readonly verifier: string;
  readonly salt: string;
};

/** Makes a pair with 256 random bits. */
export function createSrpKeys(): SrpKeys {
  const privateKey = toNumber(crypto.getRandomValues(new Uint8Array(32))) | (1n << 255n);
  return { privateKey, publicKey: modularPower(generator, privateKey).toString(16) };
}

/**
 * Proves that a password is known, without sending it.
 *
 * @throws RangeError or SyntaxError when the challenge is not a proper one
 *
 * Source: RFC 5054, 2.5 and 2.6, with Cognito's paddings and key derivation.
 */
export async function proveSrp(
  keys: SrpKeys,
  { realm, name, password }: SrpIdentity,
  { srpB, salt, secretBlock }: SrpChallenge,
  now: Date = new Date(),
): Promise<SrpProof> {
  const serverKey = fromHex(srpB);
  const scramble = toNumber(
    await sha256(toSignedBytes(fromHex(keys.publicKey)), toSignedBytes(serverKey)),
  );
  // With either the service would need no verifier to know the session key (RFC 5054, 2.5.3).
  if (serverKey % prime === 0n || scramble === 0n) throw new RangeError('The challenge is void.');
  const secret = await secretOf(toSignedBytes(fromHex(salt)), `${realm}${name}:${password}`);
  const multiplier = toNumber(await sha256(toSignedBytes(prime), toSignedBytes(generator)));
  const shared = modularPower(
    serverKey - multiplier * modularPower(generator, secret),
    keys.privateKey + scramble * secret,
  );
  const timestamp = timestampOf(now);
  const key = await deriveKey(toSignedBytes(shared), toSignedBytes(scramble));
  const message = concat(utf8(`${realm}${name}`), fromBase64(secretBlock), utf8(timestamp));
  return { signature: toBase64(await hmacSha256(key, message)), timestamp };
}

/** Makes a random password for a new device, and its verifier. */
export async function createDeviceSecret(groupKey: string, key: string): Promise<DeviceSecret> {
  const password = toBase64(crypto.getRandomValues(new Uint8Array(40)));
  const salt = toSignedBytes(toNumber(crypto.getRandomValues(new Uint8Array(16))));
  const secret = await secretOf(salt, `${groupKey}${key}:${password}`);
  const verifier = toSignedBytes(modularPower(generator, secret));
  return { password, verifier: toBase64(verifier), salt: toBase64(salt) };
}

/** `Fri Nov 6 09:05:07 UTC 2026`, the day without a leading zero. */
export function timestampOf(date: Date): string {
  const [weekday, day, month, year, time] = date.toUTCString().replace(',', '').split(' ');
  return `${weekday} ${month} ${Number(day)} ${time} UTC ${year}`;
}

async function sha256(...parts: readonly Bytes[]): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', concat(...parts)));
}

async function secretOf(salt: Bytes, identity: string): Promise<bigint> {
  return toNumber(await sha256(salt, await sha256(utf8(identity))));
}

/** HKDF (RFC 5869) with 16 bytes of output. */
async function deriveKey(keyMaterial: Bytes, salt: Bytes): Promise<Bytes> {
  const imported = await crypto.subtle.importKey('raw', keyMaterial, 'HKDF', false, ['deriveBits']);
  const info = utf8('Caldera Derived Key');
  const parameters = { name: 'HKDF', hash: 'SHA-256', salt, info };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, imported, 128));
}
