import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  parsePublicValue,
  serverPublicValue,
  verifyClaim,
} from '../../../../server/sandbox/sign-in/srp/exchange.ts';
import { prime, toBigInt } from '../../../../server/sandbox/sign-in/srp/group.ts';
import { createPasswordVerifier } from '../../../../server/sandbox/sign-in/srp/verifier.ts';
import { srpVectors } from './vectors.ts';

function fixedSha256(value: bigint): string {
  return createHash('sha256')
    .update(Buffer.from(value.toString(16).padStart(768, '0'), 'hex'))
    .digest('hex');
}

describe.each(srpVectors)('the known answers for $username', (vector) => {
  const identity = { realm: vector.realm, username: vector.username };
  const salt = Buffer.from(vector.salt, 'hex');
  const privateValue = Buffer.from(vector.privateValue, 'hex');
  const stored = createPasswordVerifier(identity, vector.password, salt);
  const clientPublicValue = parsePublicValue(vector.clientPublicValue) ?? 0n;
  const proof = {
    identity,
    stored,
    privateValue,
    clientPublicValue,
    secretBlock: Buffer.from(vector.secretBlock),
    timestamp: vector.timestamp,
    signature: vector.signature,
  };

  it('has the verifier', () => {
    expect(fixedSha256(toBigInt(stored.verifier))).toBe(vector.verifierSha256);
  });

  it('has the server public value', () => {
    expect(fixedSha256(serverPublicValue(stored, privateValue))).toBe(
      vector.serverPublicValueSha256,
    );
  });

  it('accepts the signature', () => {
    expect(verifyClaim(proof)).toBe(true);
  });

  it.each([
    ['another password', { stored: createPasswordVerifier(identity, 'other', salt) }],
    ['another user', { identity: { ...identity, username: 'other' } }],
    ['another pool', { identity: { ...identity, realm: 'Other0001' } }],
    ['another secret block', { secretBlock: Buffer.from('b secret block') }],
    ['another timestamp', { timestamp: 'Fri Nov 20 16:39:21 UTC 2026' }],
    ['another server value', { privateValue: Buffer.alloc(32, 7) }],
    ['another client value', { clientPublicValue: clientPublicValue + 1n }],
    ['no signature', { signature: '' }],
    ['a shortened signature', { signature: vector.signature.slice(0, 20) }],
  ])('refuses the signature for %s', (_what, change) => {
    expect(verifyClaim({ ...proof, ...change })).toBe(false);
  });

  it.each([1n, prime - 1n, prime + 1n])('refuses a client value that fixes the secret', (value) => {
    expect(verifyClaim({ ...proof, clientPublicValue: value })).toBe(false);
  });
});

describe('the client public value', () => {
  it.each(['0', '00', prime.toString(16), (prime * 2n).toString(16), '', 'xyz', '-1', '0x12'])(
    'is refused when it is %s',
    (text) => {
      expect(parsePublicValue(text)).toBeUndefined();
    },
  );

  it('is refused when it is longer than any real one', () => {
    expect(parsePublicValue('f'.repeat(801))).toBeUndefined();
  });
});
