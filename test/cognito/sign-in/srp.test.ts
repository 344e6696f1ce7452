import { createSrpSession, signSrpSession, signSrpSessionWithDevice } from 'cognito-srp-helper';
import { describe, expect, it } from 'vitest';
import {
  prove,
  startSession,
  timestampOf,
  verifierFor,
} from '../../../server/cognito/sign-in/srp/exchange.ts';
import {
  generator,
  modularPower,
  prime,
} from '../../../server/cognito/sign-in/srp/modular-power.ts';

const pool = 'eu-west-1_AbCdEf123';

/** The same by BigInt, slowly. */
function plainPower(base: bigint, exponent: bigint): bigint {
  let [result, square, left] = [1n, base % prime, exponent];
  for (; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % prime;
    square = (square * square) % prime;
  }
  return result;
}

describe('the power modulo the group of SRP', () => {
  it.each([
    [3n, 5n],
    [generator, (1n << 255n) + 12345n],
    [prime - 3n, (1n << 600n) + 7n],
    [-5n + prime * 7n, 129n],
  ])('is what plain arithmetic gives', (base, exponent) => {
    expect(modularPower(base, exponent)).toBe(
      plainPower(((base % prime) + prime) % prime, exponent),
    );
  });

  it.each([0n, 1n, prime, prime - 1n, prime + 1n])('refuses a base of no use', (base) => {
    expect(() => modularPower(base, 5n)).toThrow(RangeError);
  });
});

describe('the proof of a password', () => {
  const challenge = (salt: string) => ({
    SALT: salt,
    SRP_B: modularPower(generator, 987654321n).toString(16),
    SECRET_BLOCK: Buffer.from('a secret block').toString('base64'),
    USER_ID_FOR_SRP: 'zoë@example.com',
    DEVICE_KEY: 'eu-west-1_device',
  });

  it.each(['1', 'ff112233445566778899aabbccddee01', '00ab', '7f'.repeat(16)])(
    'is the one of another client, with the salt %s',
    (salt) => {
      const ours = startSession('zoë', 'pässwörd 漢字!', pool);
      const theirs = {
        ...createSrpSession('zoë', 'pässwörd 漢字!', pool, false),
        smallA: ours.smallA,
        largeA: ours.largeA,
        timestamp: ours.timestamp,
      };
      const ChallengeParameters = challenge(salt);
      expect(prove(ours, ChallengeParameters).PASSWORD_CLAIM_SIGNATURE).toBe(
        signSrpSession(theirs, { ChallengeParameters }).passwordSignature,
      );
      const device = { key: 'eu-west-1_device', groupKey: 'group', password: 'secret' };
      expect(prove(ours, ChallengeParameters, device).PASSWORD_CLAIM_SIGNATURE).toBe(
        signSrpSessionWithDevice(theirs, { ChallengeParameters }, 'group', 'secret')
          .passwordSignature,
      );
    },
  );

  it.each([
    { SRP_B: '0' },
    { SRP_B: prime.toString(16) },
    { SRP_B: '' },
    { SRP_B: 'xyz' },
    { SALT: '' },
    { SECRET_BLOCK: '' },
    { USER_ID_FOR_SRP: '' },
  ])('is given to no challenge with %j', (change) => {
    const session = startSession('zoë', 'secret', pool);
    expect(() => prove(session, { ...challenge('ab'), ...change })).toThrow();
  });

  it('uses new values each time', () => {
    const [one, two] = [startSession('a', 'b', pool), startSession('a', 'b', pool)];
    expect(one.largeA).not.toBe(two.largeA);
    const device = { key: 'key', groupKey: 'group' };
    expect(verifierFor(device)).not.toEqual(verifierFor(device));
  });

  it('dates it as Cognito reads it', () => {
    expect(timestampOf(new Date('2026-11-06T09:05:07Z'))).toBe('Fri Nov 6 09:05:07 UTC 2026');
  });
});
