import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FixedBase } from '../../../../server/sandbox/sign-in/srp/fixed-base.ts';
import { power, powerOfGenerator } from '../../../../server/sandbox/sign-in/srp/group.ts';

test('the table and OpenSSL agree on every power of the generator', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 12n, max: 2n ** 256n - 1n }), (exponent) => {
      expect(powerOfGenerator(exponent)).toBe(power(2n, exponent));
    }),
    { numRuns: 60 },
  );
});

test('exponents at the edge of the table, and beyond it, agree too', () => {
  for (const exponent of [
    64n,
    2n ** 252n,
    2n ** 256n - 1n,
    2n ** 258n - 1n,
    2n ** 258n,
    2n ** 300n,
  ]) {
    expect(powerOfGenerator(exponent)).toBe(power(2n, exponent));
  }
});

test('small powers are what arithmetic says', () => {
  const powers = new FixedBase(3n, 1000n, 12);
  expect([0n, 1n, 5n, 63n, 64n].map((exponent) => powers.power(exponent))).toEqual(
    [0n, 1n, 5n, 63n, 64n].map((exponent) => 3n ** exponent % 1000n),
  );
  expect(powers.covers(2n ** 12n - 1n)).toBe(true);
  expect(powers.covers(2n ** 12n)).toBe(false);
  expect(powers.covers(-1n)).toBe(false);
});
