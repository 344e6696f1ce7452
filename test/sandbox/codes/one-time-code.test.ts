import { describe, expect, it } from 'vitest';
import {
  type CodeScope,
  hashCode,
  judgeCode,
  makeCode,
  maximumAttempts,
} from '../../../server/sandbox/codes/one-time-code.ts';

const key = Buffer.alloc(32, 1);
const scope: CodeScope = {
  userPoolId: 'us-east-1_Pool00001',
  sub: 'sub-1',
  purpose: 'sign-up',
  destination: 'ada@example.com',
};
const now = new Date('2026-11-20T16:00:00Z');
const stored = {
  hash: hashCode(scope, '012345', key),
  expiresAt: now.getTime() + 1000,
  failedAttempts: 0,
};

describe('a one-time code', () => {
  it('has six digits, leading zeros included', () => {
    expect(makeCode(Buffer.alloc(6))).toBe('000000');
    expect(makeCode(Buffer.from('0000000f423f', 'hex'))).toBe('999999');
    expect(makeCode(Buffer.from('0000000f4247', 'hex'))).toBe('000007');
  });

  it('is accepted while it lasts', () => {
    expect(judgeCode(stored, hashCode(scope, '012345', key), now)).toBe('match');
    expect(judgeCode(stored, hashCode(scope, '012346', key), now)).toBe('mismatch');
    expect(judgeCode(stored, hashCode(scope, '012345', key), new Date(stored.expiresAt))).toBe(
      'expired',
    );
  });

  it('is dead after too many wrong answers, even for the right one', () => {
    const tired = { ...stored, failedAttempts: maximumAttempts };
    expect(judgeCode(tired, hashCode(scope, '012345', key), now)).toBe('exhausted');
  });

  it.each([
    ['another purpose', { purpose: 'forgot-password' as const }],
    ['another user', { sub: 'sub-2' }],
    ['another address', { destination: 'eve@example.com' }],
    ['another pool', { userPoolId: 'us-east-1_Pool00002' }],
  ])('serves nothing for %s', (_what, change) => {
    const elsewhere = hashCode({ ...scope, ...change }, '012345', key);
    expect(judgeCode(stored, elsewhere, now)).toBe('mismatch');
  });

  it('cannot be found by trying all digits without the key', () => {
    expect(hashCode(scope, '012345', Buffer.alloc(32, 2))).not.toEqual(stored.hash);
  });
});
