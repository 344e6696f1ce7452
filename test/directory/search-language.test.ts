import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { userStatuses } from '../../server/cognito/types.ts';
import { fold } from '../../server/directory/search/fold.ts';
import { writeSearch } from '../../server/directory/search/write-search.ts';
import { mfaStates, parseSearch, type SearchTerm } from '../../server/directory/search-language.ts';

function termsOf(text: string): readonly SearchTerm[] {
  const { terms, problem } = parseSearch(text);
  if (problem) throw new Error(problem.message);
  return terms;
}

describe('The search box understands', () => {
  it.each<[string, object]>([
    ['anna', { kind: 'word', text: 'anna', isExcluded: false }],
    ['-anna', { kind: 'word', text: 'anna', isExcluded: true }],
    ['"anna maria"', { kind: 'word', text: 'anna maria' }],
    ['"status:x"', { kind: 'word', text: 'status:x' }],
    ['"say \\"hi\\" \\\\"', { kind: 'word', text: 'say "hi" \\' }],
    ['anna-maria', { kind: 'word', text: 'anna-maria' }],
    ['+49:5', { kind: 'word', text: '+49:5' }],
    ['12:30', { kind: 'word', text: '12:30' }],
    ['status:unconfirmed', { kind: 'status', status: 'UNCONFIRMED' }],
    ['-STATUS:CONFIRMED', { kind: 'status', status: 'CONFIRMED', isExcluded: true }],
    ['enabled:no', { kind: 'enabled', isEnabled: false }],
    ['enabled:YES', { kind: 'enabled', isEnabled: true }],
    ['verified:no', { kind: 'verified', contact: 'none' }],
    ['verified:phone', { kind: 'verified', contact: 'phone' }],
    ['mfa:on', { kind: 'mfa', state: 'on' }],
    ['-MFA:Unknown', { kind: 'mfa', state: 'unknown', isExcluded: true }],
    ['group:editors', { kind: 'group', name: 'editors' }],
    ['group:"data science"', { kind: 'group', name: 'data science' }],
    ['email:@example.com', { kind: 'attribute', name: 'email', text: '@example.com' }],
    ['custom:tenant:acme', { kind: 'attribute', name: 'custom:tenant', text: 'acme' }],
    ['custom:Tier:"a b"', { kind: 'attribute', name: 'custom:Tier', text: 'a b' }],
    ['custom:url:https://x', { kind: 'attribute', name: 'custom:url', text: 'https://x' }],
    ['stuck:>7d', { kind: 'stuck', days: 7 }],
    ['stuck:2w', { kind: 'stuck', days: 14 }],
    ['created:2026-02-28', { from: Date.UTC(2026, 1, 28), before: Date.UTC(2026, 2, 1) }],
    ['created:>2026-01-01', { kind: 'time', field: 'created', from: Date.UTC(2026, 0, 2) }],
    ['created:>=2026', { from: Date.UTC(2026, 0, 1) }],
    ['modified:<2026-02', { kind: 'time', field: 'modified', before: Date.UTC(2026, 1, 1) }],
    ['modified:<=2026-02', { before: Date.UTC(2026, 2, 1) }],
  ])('%s', (text, expected) => {
    expect(termsOf(text)).toHaveLength(1);
    expect(termsOf(text)[0]).toMatchObject(expected);
  });

  it('several terms at once, and nothing at all', () => {
    expect(termsOf('  anna status:CONFIRMED\t-"x y" ').map(({ kind }) => kind)).toEqual([
      'word',
      'status',
      'word',
    ]);
    expect(termsOf(' ')).toEqual([]);
  });
});

describe('The search box points at what it does not understand:', () => {
  it.each<[string, string]>([
    ['anna "maria', '"maria'],
    ['status:HAPPY x', 'HAPPY'],
    ['x enabled:maybe', 'maybe'],
    ['verified:fax', 'fax'],
    ['mfa:sms', 'sms'],
    ['created:yesterday', 'yesterday'],
    ['created:>2026-02-30', '>2026-02-30'],
    ['created:2026-13', '2026-13'],
    ['stuck:>7', '>7'],
    ['anna -', '-'],
    ['a "" b', '""'],
    ['colour:red', 'colour'],
    ['-colour:red', 'colour'],
  ])('%s', (text, part) => {
    const { problem } = parseSearch(text);
    expect(problem && text.slice(problem.at, problem.at + problem.length)).toBe(part);
    expect(problem?.message).toMatch(/\.$/);
  });

  it('a field without a value', () => {
    expect(parseSearch('x email: y').problem).toMatchObject({ at: 8, length: 1 });
  });
});

const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((value) => value.trim() !== '');

const dayRange = fc.integer({ min: 0, max: 20_000 }).map((days) => ({
  from: days * 86_400_000,
  before: (days + 1) * 86_400_000,
}));

const condition = fc.oneof(
  fc.record({ kind: fc.constant('word' as const), text }),
  fc.record({
    kind: fc.constant('attribute' as const),
    name: fc.constantFrom('email', 'name', 'custom:tenant', 'dev:custom:X-1'),
    text,
  }),
  fc.record({ kind: fc.constant('status' as const), status: fc.constantFrom(...userStatuses) }),
  fc.record({ kind: fc.constant('enabled' as const), isEnabled: fc.boolean() }),
  fc.record({
    kind: fc.constant('verified' as const),
    contact: fc.constantFrom('any' as const, 'none' as const, 'email' as const, 'phone' as const),
  }),
  fc.record({ kind: fc.constant('mfa' as const), state: fc.constantFrom(...mfaStates) }),
  fc.record({ kind: fc.constant('group' as const), name: text }),
  fc.record({ kind: fc.constant('stuck' as const), days: fc.integer({ min: 0, max: 9999 }) }),
  dayRange.map((range) => ({ kind: 'time' as const, field: 'created' as const, ...range })),
  dayRange.map(({ from }) => ({ kind: 'time' as const, field: 'modified' as const, from })),
  dayRange.map(({ before }) => ({ kind: 'time' as const, field: 'created' as const, before })),
);

const term: fc.Arbitrary<SearchTerm> = fc
  .tuple(condition, fc.boolean())
  .map(([found, isExcluded]) => ({ ...found, isExcluded }));

/** Equal for terms that find the same. */
const textOf = (one: SearchTerm): string => fold(JSON.stringify(one));

describe('The search language', () => {
  it('takes equal terms once, and at most 25 different ones', () => {
    expect(termsOf('anna Anna ÁNNA -anna')).toHaveLength(2);
    expect(termsOf('mfa:on '.repeat(290))).toHaveLength(1);
    const words = Array.from({ length: 26 }, (_, index) => `t${index}`);
    expect(termsOf(words.slice(1).join(' '))).toHaveLength(25);
    expect(parseSearch(words.join(' ')).problem).toEqual({
      message: 'A search has at most 25 different terms. Leave some out.',
      at: words.join(' ').indexOf('t25'),
      length: 3,
    });
  });

  it('reads what it writes as the same terms', () => {
    fc.assert(
      fc.property(fc.uniqueArray(term, { maxLength: 6, selector: textOf }), (terms) => {
        expect(termsOf(writeSearch(terms))).toEqual(terms);
      }),
    );
  });

  it('answers terms or a place inside the text, whatever is typed', () => {
    const alphabet = fc.constantFrom(
      ...'a"\\:-> <=7dw',
      'status',
      'custom:',
      'created:',
      'é',
      '😀',
    );
    const typed = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(alphabet).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(typed, (search) => {
        const { terms, problem } = parseSearch(search);
        if (terms) return;
        expect(problem.at).toBeGreaterThanOrEqual(0);
        expect(problem.length).toBeGreaterThan(0);
        expect(problem.at).toBeLessThanOrEqual(search.length);
      }),
    );
  });
});

describe('Folding', () => {
  it.each([
    ['ÉMILE', 'emile'],
    ['Łukasz Straße', 'lukasz strasse'],
    ['İstanbul', 'istanbul'],
    ['Ｔｏｋｙｏ１', 'tokyo1'],
    ['山田', '山田'],
    ['a\nb\u0001c\ue000d', 'a b c d'],
  ])('makes %j %j', (from, to) => expect(fold(from)).toBe(to));

  it('leaves what it has folded as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(fold(fold(value))).toBe(fold(value));
      }),
    );
  });
});
