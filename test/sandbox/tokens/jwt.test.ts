import { JwtRsaVerifier } from 'aws-jwt-verify';
import { beforeAll, describe, expect, it } from 'vitest';
import { readClaims, signJwt, verifyJwt } from '../../../server/sandbox/tokens/jwt/jwt.ts';
import {
  generateSigningKeyPem,
  publicJwk,
  readSigningKey,
  type SigningKey,
} from '../../../server/sandbox/tokens/jwt/signing-key.ts';

let key: SigningKey;
let otherKey: SigningKey;

beforeAll(async () => {
  key = readSigningKey('key-1', await generateSigningKeyPem());
  otherKey = readSigningKey('key-1', await generateSigningKeyPem());
});

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a signed token', () => {
  it('is verified by an independent verifier with the published key', async () => {
    const issuer = 'https://issuer.example';
    const exp = Math.floor(Date.now() / 1000) + 3600;
    const token = signJwt({ iss: issuer, aud: 'client', exp }, key);
    const verifier = JwtRsaVerifier.create({ issuer, audience: 'client' });
    verifier.cacheJwks({ keys: [publicJwk(key)] });
    expect(await verifier.verify(token)).toMatchObject({ iss: issuer });
    await expect(
      verifier.verify(signJwt({ iss: issuer, aud: 'client', exp }, otherKey)),
    ).rejects.toThrow(/signature/i);
  });

  it('gives its claims back to its own key only', () => {
    const token = signJwt({ sub: 'ada' }, key);
    expect(verifyJwt(token, key)).toEqual({ sub: 'ada' });
    expect(verifyJwt(token, otherKey)).toBeUndefined();
  });

  it('is refused when anything in it was changed', () => {
    const [header = '', , signature = ''] = signJwt({ sub: 'ada' }, key).split('.');
    expect(verifyJwt(`${header}.${base64url({ sub: 'eve' })}.${signature}`, key)).toBeUndefined();
    expect(verifyJwt(`${header}.${base64url({ sub: 'ada' })}.`, key)).toBeUndefined();
    expect(verifyJwt(`${header}.${base64url({ sub: 'ada' })}.AAAA`, key)).toBeUndefined();
  });

  it.each([{ alg: 'none', kid: 'key-1' }, { alg: 'HS256', kid: 'key-1' }, { alg: 'RS256' }])(
    'is refused with the header %o',
    (header) => {
      const [, payload, signature] = signJwt({ sub: 'ada' }, key).split('.');
      expect(verifyJwt(`${base64url(header)}.${payload}.${signature}`, key)).toBeUndefined();
    },
  );

  it.each(['', 'a', 'a.b', 'a.b.c', 'a.b.c.d', `.${base64url([1])}.x`])(
    'cannot be read from "%s"',
    (text) => {
      expect(readClaims(text)).toBeUndefined();
      expect(verifyJwt(text, key)).toBeUndefined();
    },
  );
});

describe('a published key', () => {
  it('holds only strings', () => {
    const jwk = publicJwk(key);
    expect(Object.keys(jwk)).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    expect(Object.values(jwk).every((value) => typeof value === 'string')).toBe(true);
  });
});
