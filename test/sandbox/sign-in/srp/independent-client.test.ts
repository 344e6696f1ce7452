import { createSrpSession, signSrpSession } from 'cognito-srp-helper';
import { describe, expect, it } from 'vitest';
import {
  parsePublicValue,
  serverPublicValue,
  verifyClaim,
} from '../../../../server/sandbox/sign-in/srp/exchange.ts';
import { toBigInt } from '../../../../server/sandbox/sign-in/srp/group.ts';
import {
  createPasswordVerifier,
  srpPoolName,
  verifyPassword,
} from '../../../../server/sandbox/sign-in/srp/verifier.ts';

const userPoolId = 'us-east-1_Sandbox01';
const identity = { realm: srpPoolName(userPoolId), username: 'ada' };
const secretBlock = Buffer.from('opaque');

function exchange(registered: string, typed: string, round: number): boolean {
  const salt = Buffer.alloc(16, round);
  const privateValue = Buffer.alloc(32, 255 - round);
  const stored = createPasswordVerifier(identity, registered, salt);
  const session = createSrpSession('ada', typed, userPoolId, false);
  const signed = signSrpSession(session, {
    ChallengeParameters: {
      SRP_B: serverPublicValue(stored, privateValue).toString(16),
      SALT: toBigInt(salt).toString(16),
      SECRET_BLOCK: secretBlock.toString('base64'),
      USER_ID_FOR_SRP: 'ada',
    },
  });
  return verifyClaim({
    identity,
    stored,
    privateValue,
    clientPublicValue: parsePublicValue(session.largeA) ?? 0n,
    secretBlock,
    timestamp: signed.timestamp,
    signature: signed.passwordSignature,
  });
}

describe('an independent SRP client', () => {
  // Each round has other salts and keys, so that values with and without a leading bit occur.
  it.each([1, 2, 3, 127, 128, 200, 250])('proves its password (round %i)', (round) => {
    expect(exchange('Sandbox-1234', 'Sandbox-1234', round)).toBe(true);
  });

  it.each([4, 129])('is refused with a wrong password (round %i)', (round) => {
    expect(exchange('Sandbox-1234', 'sandbox-1234', round)).toBe(false);
  });
});

describe('a password sent in clear', () => {
  const stored = createPasswordVerifier(identity, 'Sandbox-1234', Buffer.alloc(16, 9));

  it('is verified against the stored verifier', () => {
    expect(verifyPassword(identity, 'Sandbox-1234', stored)).toBe(true);
  });

  it('is refused when it differs, or belongs to another user', () => {
    expect(verifyPassword(identity, 'Sandbox-1235', stored)).toBe(false);
    expect(verifyPassword({ ...identity, username: 'bob' }, 'Sandbox-1234', stored)).toBe(false);
  });
});
