import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filterExpression } from '../../../server/cognito/users/filter.ts';

const username = (value: string) =>
  filterExpression({ attribute: 'username', match: 'equals', value });

/** Reads a filter back the way the service documents it: a backslash takes the next one literally. */
function quotedValue(expression: string): string | undefined {
  const quoted = /^username = "((?:[^"\\]|\\.)*)"$/su.exec(expression)?.[1];
  return quoted?.replace(/\\(.)/gsu, '$1');
}

describe('a filter', () => {
  it('is written in the syntax of ListUsers', () => {
    expect(filterExpression({ attribute: 'email', match: 'prefix', value: 'ada@' })).toBe(
      'email ^= "ada@"',
    );
    expect(
      filterExpression({ attribute: 'cognito:user_status', match: 'equals', value: 'CONFIRMED' }),
    ).toBe('cognito:user_status = "CONFIRMED"');
  });

  it('escapes what would end the value', () => {
    expect(username('a" or "b')).toBe('username = "a\\" or \\"b"');
    expect(username('trailing\\')).toBe('username = "trailing\\\\"');
  });

  it('holds exactly the value, whatever that is', () => {
    const hostile = fc.string({ unit: fc.constantFrom('"', '\\', ' ', '=', 'a', 'é', '\n', '😀') });
    fc.assert(
      fc.property(fc.oneof(fc.string(), hostile), (value) => {
        fc.pre(value.length <= 100);
        expect(quotedValue(username(value))).toBe(value);
      }),
    );
  });

  it('is refused when it is longer than the service takes', () => {
    expect(username('x'.repeat(243))).toHaveLength(256);
    expect(() => username('x'.repeat(244))).toThrow('longer');
    expect(() => username('"'.repeat(122))).toThrow('longer');
  });
});
