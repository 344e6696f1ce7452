import { createHmac, hkdfSync } from 'node:crypto';
import { prime, toBigInt } from '../../cognito/sign-in/srp/modular-power.ts';
import {
  type FirstFactor,
  firstFactors,
  type PasswordProofChallenge,
  type SmsOtpChallenge,
} from '../../cognito/sign-in/stepwise/types.ts';
import type { CodeChallenge } from '../../cognito/sign-in.ts';
import type { PoolDescription } from '../../cognito/types.ts';
import type { RandomBytes } from '../../crypto.ts';

/**
 * What the pool would answer about users whom it does not have, where it says instead that it has none, or
 * in another form than for others. What stays the same for one user is the same each time for one name.
 */
export interface Decoys {
  /** As PASSWORD_VERIFIER is asked of a user with a password. */
  passwordProof(username: string): Promise<PasswordProofChallenge>;
  /** As a code that was sent. */
  code(name: 'EMAIL_OTP' | 'SMS_OTP', username: string): CodeChallenge | SmsOtpChallenge;
  /** The choices of every user: all that the pool allows. The given ones where the pool cannot be read. */
  choices(known: readonly FirstFactor[]): Promise<readonly FirstFactor[]>;
  /** The name to begin a sign-in with: in small letters where the pool ignores case. */
  nameInPool(typedName: string): Promise<string>;
  /** The same challenge, without the typed name coming back where it would not for a real user. */
  withoutEcho(challenge: PasswordProofChallenge, username: string): Promise<PasswordProofChallenge>;
}

type Parts = {
  readonly application: string;
  /** Newest first. */
  readonly secrets: readonly string[];
  readonly randomBytes: RandomBytes;
  readonly describePool: () => Promise<PoolDescription>;
};

const saltSize = 16;
/** Bytes of B: as many as the prime has. */
const publicValueSize = 384;
const firstBlockSize = 1024;

/** Makes the decoys of one application. */
export function createDecoys({ application, secrets, randomBytes, describePool }: Parts): Decoys {
  const info = `poolkeeper decoys ${application}`;
  const key = Buffer.from(hkdfSync('sha256', secrets[0] ?? '', '', info, 32));
  const digest = (kind: string, username: string): Buffer =>
    createHmac('sha256', key).update(`${kind} ${username.toLowerCase()}`).digest();
  const pool = (): Promise<PoolDescription | undefined> => describePool().catch(() => undefined);
  /** Bytes of the pool's secret blocks, without the username that is in them. */
  let blockSize = firstBlockSize;

  const ownName = async (username: string): Promise<string> => {
    const { usernameAttributes = [], aliasAttributes = [] } = (await pool()) ?? {};
    const isContact =
      usernameAttributes.length > 0 ||
      (aliasAttributes.includes('email') && username.includes('@')) ||
      (aliasAttributes.includes('phone_number') && /^\+\d+$/.test(username));
    return isContact ? uuidOf(digest('name', username)) : username;
  };

  return {
    async passwordProof(username) {
      const userIdForSrp = await ownName(username);
      const size = blockSize + Buffer.byteLength(userIdForSrp);
      return {
        name: 'PASSWORD_VERIFIER',
        username,
        session: '',
        srpB: (toBigInt(randomBytes(publicValueSize)) % prime).toString(16),
        salt: digest('salt', username).subarray(0, saltSize).toString('hex'),
        secretBlock: randomBytes(size).toString('base64'),
        userIdForSrp,
      };
    },

    code(name, username) {
      const destination =
        name === 'EMAIL_OTP'
          ? maskedEmail(username, digest('email', username))
          : maskedPhone(username, digest('phone', username));
      return { name, username, session: '', destination };
    },

    async choices(known) {
      const allowed = (await pool())?.firstFactors;
      if (allowed === undefined) return known;
      return firstFactors.filter((factor) =>
        allowed.includes(factor === 'PASSWORD_SRP' ? 'PASSWORD' : factor),
      );
    },

    async nameInPool(typedName) {
      const described = await pool();
      return described?.isUsernameCaseSensitive === false ? typedName.toLowerCase() : typedName;
    },

    async withoutEcho(challenge, username) {
      const { secretBlock, userIdForSrp } = challenge;
      blockSize = Math.max(
        0,
        Buffer.from(secretBlock, 'base64').length - Buffer.byteLength(userIdForSrp),
      );
      if (userIdForSrp !== username) return challenge;
      return { ...challenge, userIdForSrp: await ownName(username) };
    },
  };
}

function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
  ];
  return [...parts, hex.slice(20, 32)].join('-');
}

const letters = 'abcdefghijklmnoprstw';

/** `a***@e***`, of the name itself where it is an address. */
function maskedEmail(username: string, bytes: Buffer): string {
  const [local = '', domain = ''] = username.split('@');
  const letter = (index: number): string => letters[(bytes[index] ?? 0) % letters.length] ?? 'a';
  const isAddress = local !== '' && domain !== '';
  return `${isAddress ? local[0] : letter(0)}***@${isAddress ? domain[0] : letter(1)}***`;
}

/** `+*******1234`, of the name itself where it is a number. */
function maskedPhone(username: string, bytes: Buffer): string {
  if (/^\+\d{6,}$/.test(username)) {
    return `+${'*'.repeat(username.length - 5)}${username.slice(-4)}`;
  }
  return `+*******${String(bytes.readUInt32BE(0) % 10_000).padStart(4, '0')}`;
}
