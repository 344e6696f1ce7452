import { Secret, TOTP } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { judgeTotp, timeStep, toBase32, totpCode } from '../../../server/sandbox/mfa/totp.ts';

const rfcSecret = Buffer.from('12345678901234567890');

describe('a time-based one-time password', () => {
  // RFC 6238, appendix B, cut from eight digits to six.
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('has the known answer at %i seconds', (seconds, code) => {
    expect(totpCode(rfcSecret, timeStep(new Date(seconds * 1000)))).toBe(code);
  });

  const now = new Date('2026-11-20T16:00:15Z');
  const authenticator = new TOTP({ secret: Secret.fromBase32(toBase32(rfcSecret)) });
  const codeAt = (offsetSeconds: number) =>
    authenticator.generate({ timestamp: now.getTime() + offsetSeconds * 1000 });

  it('of an independent authenticator is accepted one step early and late', () => {
    for (const offset of [-30, 0, 30]) {
      expect(judgeTotp(rfcSecret, codeAt(offset), now).verdict).toBe('match');
    }
  });

  it('is refused two steps early or late, or when it is no six digits', () => {
    for (const code of [codeAt(-60), codeAt(60), '', '12345', '1234567', 'abcdef']) {
      expect(judgeTotp(rfcSecret, code, now)).toEqual({ verdict: 'mismatch' });
    }
  });

  it('is accepted once, and with it every earlier one is used up', () => {
    const step = timeStep(now);
    expect(judgeTotp(rfcSecret, codeAt(0), now, step)).toEqual({ verdict: 'used' });
    expect(judgeTotp(rfcSecret, codeAt(-30), now, step)).toEqual({ verdict: 'used' });
    expect(judgeTotp(rfcSecret, codeAt(30), now, step).verdict).toBe('match');
  });
});

describe('base32', () => {
  // RFC 4648, section 10, without padding.
  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('writes "%s" as "%s"', (text, written) => {
    expect(toBase32(Buffer.from(text))).toBe(written);
  });
});
