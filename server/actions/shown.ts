import type { PoolkeeperError } from '../errors.ts';
import { refused } from '../errors.ts';

/** State of a target that a form shows and acts on, by name, each value as text. */
export type Shown = Readonly<Record<string, string>>;

const prefix = 'shown:';

/** The hidden field in which a form carries what it showed under this name. */
export const shownField = (name: string): string => `${prefix}${name}`;

/** What the posted form had shown; empty for a program that sends nothing of it. */
export function shownIn(input: unknown): Shown {
  if (typeof input !== 'object' || input === null) return {};
  return Object.fromEntries(
    Object.entries(input).flatMap(([field, value]) => {
      const last: unknown = Array.isArray(value) ? value.at(-1) : value;
      if (!field.startsWith(prefix) || typeof last !== 'string') return [];
      return [[field.slice(prefix.length), last]];
    }),
  );
}

/** The names of what is no longer as it was shown; a name that is not known now is one of them. */
export function changedSince(shown: Shown, present: Shown): readonly string[] {
  return Object.entries(shown)
    .filter(([name, text]) => !isSameText(text, present[name]))
    .map(([name]) => name);
}

/**
 * True when a browser that was given one of the texts in a form may post the other.
 *
 * Source: WHATWG HTML, "newline normalization" of form data and "preprocessing the input stream".
 */
export function isSameText(one: string, other: string | undefined): boolean {
  return other !== undefined && asPosted(one) === asPosted(other);
}

function asPosted(text: string): string {
  return text.replace(/\r\n?/g, '\n').replaceAll('\u0000', '\ufffd').toWellFormed();
}

/** 409: the form showed something that is no longer so. */
export function changedMeanwhile(name: string): PoolkeeperError {
  return refused(
    'changed_meanwhile',
    `${name} has changed since this form was opened, and nothing was done. Check what it says now, then confirm again.`,
  );
}
