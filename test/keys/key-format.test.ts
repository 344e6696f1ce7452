import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hashKey, looksLikeKey, newKey } from '../../server/keys/key-format.ts';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

it('A key is what the regular expression for scanners finds, and no two are the same', () => {
  const keys = Array.from({ length: 1000 }, () => newKey(randomBytes));
  for (const key of keys) {
    expect(key).toMatch(/^pk_live_[0-9A-Za-z]{34}$/);
    expect(hashKey(key)).toMatch(/^[0-9a-f]{64}$/);
    expect(looksLikeKey(key)).toBe(true);
  }
  expect(new Set(keys).size).toBe(keys.length);
});

it('Every one of 62 characters is as likely, whatever bytes come', () => {
  const bytes = (size: number) => Buffer.alloc(size, 255);
  let calls = 0;
  const key = newKey((size) => {
    calls += 1;
    return calls < 3 ? bytes(size) : Buffer.from(Array.from({ length: size }, (_, at) => at));
  });
  expect(key.slice(8, 36)).toBe(alphabet.slice(0, 28));
  expect(calls).toBe(3);
});

it('One wrong character is found without the database', () => {
  const key = newKey(randomBytes);
  fc.assert(
    fc.property(
      fc.integer({ min: 8, max: key.length - 1 }),
      fc.constantFrom(...alphabet),
      (at, character) => {
        fc.pre(key[at] !== character);
        expect(hashKey(`${key.slice(0, at)}${character}${key.slice(at + 1)}`)).toBe(undefined);
      },
    ),
  );
});

it('Two characters that changed places are found', () => {
  const key = newKey(randomBytes);
  for (let at = 8; at < key.length - 1; at += 1) {
    const [one = '', other = ''] = [key[at], key[at + 1]];
    if (one === other) continue;
    expect(hashKey(`${key.slice(0, at)}${other}${one}${key.slice(at + 2)}`)).toBe(undefined);
  }
});

it('Nothing else is a key', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 100 }), (text) => {
      expect(hashKey(text)).toBe(undefined);
      expect(hashKey(`pk_live_${text}`)).toBe(undefined);
    }),
  );
});
