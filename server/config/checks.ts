import type { SettingName } from './settings.ts';

/** Answers a setting or its default; the empty string when it has neither. */
export type SettingValue = (name: SettingName) => string;

/** `true` or `false`; anything else adds a sentence to `problems` and counts as false. */
export function readBoolean(name: SettingName, value: SettingValue, problems: string[]): boolean {
  const text = value(name);
  if (text !== 'true' && text !== 'false') problems.push(`${name} must be true or false.`);
  return text === 'true';
}

/** A whole number in decimal digits; anything else adds a sentence to `problems`. */
export function readWhole(
  name: SettingName,
  value: SettingValue,
  problems: string[],
  { least, most }: { readonly least: number; readonly most: number },
): number {
  const text = value(name);
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= least && number <= most)) {
    problems.push(`${name} must be a whole number from ${least} to ${most}.`);
  }
  return number;
}

/** One of a list of words; anything else adds a sentence to `problems`. */
export function readChoice(
  name: SettingName,
  value: SettingValue,
  problems: string[],
  choices: readonly string[],
): string {
  const text = value(name);
  if (!choices.includes(text)) {
    problems.push(`${name} must be one of ${choices.join(', ')}.`);
  }
  return text;
}

/**
 * A decimal number such as `0.5` or `30`; NaN for anything else, `0x10`, `1e3` and `Infinity`
 * included, which are more likely mistakes.
 */
export function decimal(text: string): number {
  return /^\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : Number.NaN;
}

/** Random text of 32 bytes in hex, Base64 or letters has more different characters than this. */
const fewestCharacters = 8;

/** What is wrong with a secret, as the end of a sentence; undefined when nothing shows. */
export function weaknessOf(secret: string): string | undefined {
  if (Buffer.byteLength(secret) < 32) return 'must be at least 32 bytes';
  const isRepeated = /^(.{1,16}?)\1+$/su.test(secret);
  if (isRepeated || new Set(secret).size < fewestCharacters) {
    return 'must be random, and not a repetition of a few characters';
  }
  return undefined;
}
