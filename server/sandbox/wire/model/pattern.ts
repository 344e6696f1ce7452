/** White space as Java's \s has it; JavaScript's own has Unicode's as well. */
const space = '\\t\\n\\v\\f\\r ';

const line = '[^\\n\\r\\u0085\\u2028\\u2029]*';
const text = `[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}${space}*]*`;

/**
 * Patterns of the model that JavaScript words in another way, or that would need time that grows with the square or
 * cube of the length. The latter look through the text once for characters that are not allowed, then for the place
 * of the code, the link or the @.
 */
const rewritten: Readonly<Record<string, string>> = {
  '(?s).*': '[^]*',
  '.*\\{####\\}.*': `${line}\\{####\\}${line}`,
  '^[\\S]+.*[\\S]+$': `[^${space}][^\\n\\r]*[^${space}]`,
  '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*\\{####\\}[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*': `(?=${text}$)[^]*?\\{####\\}[^]*`,
  '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*\\{##[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*##\\}[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*': `(?=${text}$)(?:(?!\\{##)[^])*\\{##[^]*?##\\}[^]*`,
  '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+@[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+':
    '(?=[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+$)[^]+?@[^]+',
};

const translated = new Map<string, RegExp>();

/**
 * Translates a pattern of the service model, which is written for Java.
 *
 * @param pattern as the model has it
 * @returns a regular expression that matches the same whole texts; the same one for the same pattern, since those of
 * Unicode's classes take a millisecond to make
 */
export function javaPattern(pattern: string): RegExp {
  const known = translated.get(pattern);
  if (known !== undefined) return known;
  const source =
    rewritten[pattern] ?? pattern.replaceAll('\\s', space).replaceAll('[\\S]', `[^${space}]`);
  const expression = new RegExp(`^(?:${source})$`, 'u');
  translated.set(pattern, expression);
  return expression;
}
