import type { Rule } from './rules.ts';

/** The most violations that one answer lists. */
const mostReported = 100;
/** The most characters of a value that an answer repeats. */
const mostRepeated = 256;

/**
 * Adds a violation in the words of AWS: "Value 'x' at 'userPoolId' failed to satisfy constraint: Member must ...".
 *
 * @param repeated the value with its quotes, or '' for one that is secret or cannot be written out
 */
export function report(found: string[], repeated: string, path: string, rule: string): void {
  if (found.length >= mostReported) return;
  const value = repeated === '' ? 'Value' : `Value ${repeated}`;
  found.push(`${value} at '${path}' failed to satisfy constraint: ${rule}`);
}

/** Reports every rule that a value breaks. */
export function reportBroken(
  rules: readonly Rule[],
  value: unknown,
  path: string,
  isSecret: boolean,
  found: string[],
): void {
  for (const rule of rules) {
    if (rule.isBroken(value)) report(found, isSecret ? '' : written(value), path, rule.text);
  }
}

/** Returns a value as AWS repeats it: 'x', '[a, b]', '{a=b}'; '' when it holds structures. */
export function written(value: unknown): string {
  if (Array.isArray(value)) return value.some(isNested) ? '' : quoted(`[${value.join(', ')}]`);
  if (typeof value !== 'object' || value === null) return quoted(String(value));
  const entries = Object.entries(value);
  if (entries.some(([, held]) => isNested(held))) return '';
  return quoted(`{${entries.map((entry) => entry.join('=')).join(', ')}}`);
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function quoted(text: string): string {
  return text.length > mostRepeated ? `'${text.slice(0, mostRepeated)}...'` : `'${text}'`;
}
