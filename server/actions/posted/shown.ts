import { createHash } from 'node:crypto';
import { type FieldErrors, PoolkeeperError } from '../../errors.ts';

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

/**
 * True when something that was shown is no longer so, or is not known now.
 *
 * @param edited what the form edits: that may have changed, unless it was changed in the form as well
 */
export function isStale(shown: Shown, now: Shown, edited: Shown = {}): boolean {
  return Object.entries(shown).some(
    ([name, text]) => !(name in edited) && !isSameText(text, now[name]),
  );
}

/** In characters: a longer text is carried as its hash, so that a form does not double in size. */
const longestCarried = 128;
const hashed = 'sha256:';

/** A text as a form carries it. */
export function carried(text: string): string {
  return text.length > longestCarried ? hashOf(text) : text;
}

/**
 * True when the text is the one that was shown, as far as it comes back from a browser unchanged.
 *
 * @param shown as it was carried, or the text itself
 *
 * Source: WHATWG HTML, "newline normalization" of form data and "preprocessing the input stream".
 */
export function isSameText(shown: string, text: string | undefined): boolean {
  if (text === undefined) return false;
  if (asPosted(shown) === asPosted(text)) return true;
  return shown.startsWith(hashed) && shown === hashOf(text);
}

function hashOf(text: string): string {
  return hashed + createHash('sha256').update(asPosted(text)).digest('base64url');
}

function asPosted(text: string): string {
  return text.replace(/\r\n?/g, '\n').replaceAll('\u0000', '\ufffd').toWellFormed();
}

/** 409: the form showed something that is no longer so. */
export function changedMeanwhile(name: string, fields: FieldErrors = {}): PoolkeeperError {
  return new PoolkeeperError({
    code: 'changed_meanwhile',
    status: 409,
    publicMessage: `${name} has changed since this form was opened, and nothing was done. Check what it says now, then confirm again.`,
    fields,
  });
}
