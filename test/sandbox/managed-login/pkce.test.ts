import { calculatePKCECodeChallenge, randomPKCECodeVerifier } from 'openid-client';
import { describe, expect, it } from 'vitest';
import {
  isCodeChallenge,
  verifyCodeChallenge,
} from '../../../server/sandbox/managed-login/pkce.ts';

describe('a PKCE challenge', () => {
  it('has the known answer of RFC 7636, appendix B', () => {
    const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
    expect(verifyCodeChallenge(verifier, 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM')).toBe(true);
  });

  it('of an independent client is met by its verifier only', async () => {
    const verifier = randomPKCECodeVerifier();
    const challenge = await calculatePKCECodeChallenge(verifier);
    expect(isCodeChallenge(challenge)).toBe(true);
    expect(verifyCodeChallenge(verifier, challenge)).toBe(true);
    expect(verifyCodeChallenge(`${verifier.slice(0, -1)}~`, challenge)).toBe(false);
    expect(verifyCodeChallenge('short', challenge)).toBe(false);
    expect(verifyCodeChallenge('', challenge)).toBe(false);
  });

  it.each(['', 'x', 'a'.repeat(42), 'a'.repeat(44), `${'a'.repeat(42)}+`])(
    'is refused when it is written "%s"',
    (text) => {
      expect(isCodeChallenge(text)).toBe(false);
    },
  );
});
