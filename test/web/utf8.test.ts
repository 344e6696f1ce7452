import fc from 'fast-check';
import { expect, it } from 'vitest';
import { utf8 } from '../../server/web/rendering/utf8.ts';

it.each(['', 'Ada', 'Müller', '山田太郎', 'محمد', '👩‍🚀', 'ab\u{10ffff}', '\ufeff', '\u0000'])(
  'writes %j so that it is read as the same',
  (text) => {
    expect(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(utf8(text))).toBe(
      text,
    );
  },
);

it('writes half a surrogate pair as the character that stands for what cannot be read', () => {
  expect(utf8('a\ud83db').toString()).toBe('a\ufffdb');
});

it('makes of any text what a buffer makes of it', () => {
  const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 200 });
  fc.assert(
    fc.property(units, (codes) => {
      const text = String.fromCharCode(...codes);
      expect(utf8(text)).toEqual(Buffer.from(text));
    }),
  );
});
