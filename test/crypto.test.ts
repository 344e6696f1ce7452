import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSealer, hashCookieValue, newCookieValue } from '../server/crypto.ts';

const secret = 'a'.repeat(32);
const sealer = createSealer([secret], randomBytes);

describe('a sealed text', () => {
  it('opens to what it was, whatever that is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, context) => {
        const readable = Buffer.from(text).toString('utf8');
        expect(sealer.open(sealer.seal(readable, context), context)).toBe(readable);
      }),
    );
  });

  it('shows nothing of its text and never looks the same twice', () => {
    const [one, two] = [sealer.seal('refresh-token', 'a'), sealer.seal('refresh-token', 'a')];
    expect(one).not.toBe(two);
    expect(Buffer.from(one, 'base64url').toString('latin1')).not.toContain('refresh');
  });

  it('does not open in another place', () => {
    expect(sealer.open(sealer.seal('text', 'session 1'), 'session 2')).toBeUndefined();
  });

  it('does not open when any character of it was changed', () => {
    const sealed = sealer.seal('text', 'a');
    for (let at = 0; at < sealed.length; at += 1) {
      // A neighbour in the alphabet that differs in the highest bit, which is never padding.
      const changed = sealed.charAt(at) === 'A' ? 'g' : 'A';
      const forged = sealed.slice(0, at) + changed + sealed.slice(at + 1);
      expect(sealer.open(forged, 'a'), `changed at ${at}`).toBeUndefined();
    }
  });

  it.each(['', '.', '...', 'x.y.z', `${'A'.repeat(8)}.AAAA.AAAA.AAAA`])(
    'is not made up: "%s"',
    (text) => {
      expect(sealer.open(text, 'a')).toBeUndefined();
    },
  );

  it('does not open with a shortened tag', () => {
    const [id, nonce, box, tag = ''] = sealer.seal('text', 'a').split('.');
    expect(sealer.open([id, nonce, box, tag.slice(0, 8)].join('.'), 'a')).toBeUndefined();
  });
});

describe('replacing the secret', () => {
  const newSecret = 'b'.repeat(32);

  it('keeps what was sealed before readable, and seals with the new one', () => {
    const before = sealer.seal('text', 'a');
    const rotating = createSealer([newSecret, secret], randomBytes);
    expect(rotating.open(before, 'a')).toBe('text');
    expect(sealer.open(rotating.seal('text', 'a'), 'a')).toBeUndefined();
  });

  it('ends what was sealed before, once the old one is taken away', () => {
    const after = createSealer([newSecret], randomBytes);
    expect(after.open(sealer.seal('text', 'a'), 'a')).toBeUndefined();
  });

  it('cannot leave none', () => {
    expect(() => createSealer([], randomBytes)).toThrow('secret');
  });
});

describe('a cookie’s value', () => {
  it('is 256 random bits and cannot be found from its hash', () => {
    const value = newCookieValue(randomBytes);
    expect(Buffer.from(value, 'base64url')).toHaveLength(32);
    expect(hashCookieValue(value)).toMatch(/^[0-9a-f]{64}$/);
    expect(hashCookieValue(value)).not.toContain(value);
  });

  it.each(['', 'x', 'x'.repeat(42), 'x'.repeat(44), `${'x'.repeat(42)}'`, `${'x'.repeat(43)}\n`])(
    'is not ours: %j',
    (value) => {
      expect(hashCookieValue(value)).toBeUndefined();
    },
  );
});
