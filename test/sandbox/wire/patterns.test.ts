import fc from 'fast-check';
import { expect, test } from 'vitest';
import { javaPattern } from '../../../server/sandbox/wire/model/pattern.ts';
import { model, textAgainst, textsOf } from './model-values.ts';

const patterns = [
  ...new Set(
    Object.values(model.shapes).flatMap((shape) =>
      shape.type === 'string' && shape.pattern !== undefined ? [shape.pattern] : [],
    ),
  ),
];

/** Patterns of operations that the sandbox does not have; nothing sends them. */
const unused = new Set([
  '^cognito:(default|dutch|english|french|spanish|german|bahasa-indonesia|italian|japanese|korean|portuguese-brazil|chinese-(simplified|traditional))$',
  '^[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+$',
  '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[4][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$',
  '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]+',
  '^[\\w\\- ]+$',
  'arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:::[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?',
  '^(terms-of-use|privacy-policy)$',
]);

test.each(patterns)('%s can be read by JavaScript', (pattern) => {
  expect(javaPattern(pattern).flags).toBe('u');
});

test.each(patterns.filter((pattern) => !unused.has(pattern)))(
  '%s allows what it says, and nothing else',
  (pattern) => {
    fc.assert(
      fc.property(textsOf(pattern)(1, 40), (text) => javaPattern(pattern).test(text)),
      { numRuns: 200 },
    );
    const refused = textAgainst(pattern);
    if (refused !== undefined) expect(javaPattern(pattern).test(refused)).toBe(false);
  },
);

const visible = '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+';
const name = '[\\w\\s+=,.@-]+';
const code = '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*\\{####\\}[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*';
const link =
  '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*\\{##[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*##\\}[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*';

test.each([
  [visible, '\u{1f600}', true, 'a symbol outside the basic plane'],
  [visible, '\u{20000}', true, 'a letter outside the basic plane'],
  [visible, 'e\u0301', true, 'a combining mark'],
  [visible, '\ud83d', false, 'half a character'],
  [visible, 'a\u200bb', false, 'a space without width'],
  [visible, 'a\u202eb', false, 'a mark of direction'],
  [visible, 'a\n', false, 'a line break at the end'],
  [name, 'a\tb\nc\u000bd', true, "Java's white space"],
  [name, 'a\u00a0b', false, 'a blank that is white space in JavaScript only'],
  [name, 'é', false, 'a letter that is no \\w'],
  ['[\\S]+', 'a\u00a0b', true, 'a blank that is white space in JavaScript only'],
  ['[\\S]+', 'a\u000bb', false, "Java's white space"],
  ['.*\\{####\\}.*', 'a{####}b', true, 'the place of the code'],
  ['.*\\{####\\}.*', 'a\u0085{####}', false, "a line break that is Java's only"],
  ['(?s).*', 'a\nb\u2028', true, 'any line breaks'],
  ['^[\\S]+.*[\\S]+$', 'open sesame', true, 'a blank inside'],
  ['^[\\S]+.*[\\S]+$', 'open sesame ', false, 'a blank at the end'],
  ['^[\\S]+.*[\\S]+$', 'x', false, 'one character'],
  [code, '{####}', true, 'nothing but the place of the code'],
  [code, 'first {####}\nthen {####}', true, 'the code twice'],
  [code, '{####}\u0007', false, 'a character after the code that is not allowed'],
  [link, 'a {##Click##} b', true, 'the words of the link'],
  [link, '{####}', true, 'a link without words'],
  [link, '{###}', false, 'braces that overlap'],
  [link, '{## {##Click##}', true, 'an opening that is not closed before it'],
])('%s on %j: %s, %s', (pattern, text, isAllowed) => {
  expect(javaPattern(pattern).test(text)).toBe(isAllowed);
});
