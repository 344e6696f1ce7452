import { type UserStatus, userStatuses } from '../cognito/types.ts';
import { fold } from './search/fold.ts';
import { type Piece, type Problem, split } from './search/pieces.ts';
import { parseTimeRange, type TimeRange } from './search/time-range.ts';

/** What is known of somebody's second factors. */
export const mfaStates = ['on', 'off', 'unknown'] as const;

export type MfaState = (typeof mfaStates)[number];

type Condition =
  /** Anywhere in any attribute, in the username or at the start of the sub. */
  | { readonly kind: 'word'; readonly text: string }
  /** Anywhere in one attribute; `username` and `sub` count as attributes. */
  | { readonly kind: 'attribute'; readonly name: string; readonly text: string }
  | { readonly kind: 'status'; readonly status: UserStatus }
  | { readonly kind: 'enabled'; readonly isEnabled: boolean }
  | { readonly kind: 'verified'; readonly contact: 'any' | 'none' | 'email' | 'phone' }
  /** Second factors, as far as they are known. */
  | { readonly kind: 'mfa'; readonly state: MfaState }
  | { readonly kind: 'group'; readonly name: string }
  | ({ readonly kind: 'time'; readonly field: 'created' | 'modified' } & TimeRange)
  /** Enabled, but in a status that needs something, and not changed for so many whole days. */
  | { readonly kind: 'stuck'; readonly days: number };

/** One thing that must hold, or must not when `isExcluded`. */
export type SearchTerm = Condition & { readonly isExcluded: boolean };

export type SearchProblem = Problem;

export type ParsedSearch =
  | { readonly terms: readonly SearchTerm[]; readonly problem?: undefined }
  | { readonly terms?: undefined; readonly problem: SearchProblem };

/** Statuses in which somebody cannot get in until something is done. */
export const stuckStatuses: readonly UserStatus[] = [
  'FORCE_CHANGE_PASSWORD',
  'UNCONFIRMED',
  'RESET_REQUIRED',
];

/** Each is looked for in every user that the others leave. */
export const mostTerms = 25;

/** In characters. */
const longestSearch = 2048;

/** Attributes that can be named before any user of the pool was seen to have one. */
const standardAttributes: ReadonlySet<string> = new Set(
  `username sub address birthdate email family_name gender given_name identities locale middle_name
  name nickname phone_number picture preferred_username profile updated_at website zoneinfo`.split(
    /\s+/,
  ),
);

/**
 * Parses what was typed into the search box.
 *
 * Words match anywhere; `field:value` looks in one place (`status:UNCONFIRMED`, `enabled:no`,
 * `verified:no`, `mfa:on`, `group:editors`, `email:@example.com`, `custom:tenant:acme`,
 * `created:>2026-01-01`, `stuck:>7d`); quotes keep spaces and colons together, with `\"` and `\\`
 * inside; `-` in front excludes. All terms must hold; equal ones count once, and there are at most 25.
 *
 * @returns the terms, or what is wrong and at which character (counted from 0)
 */
export function parseSearch(text: string): ParsedSearch {
  if (text.length > longestSearch) return { problem: tooLong(text) };
  const found = split(text);
  if (found.problem) return { problem: found.problem };
  const terms = new Map<string, SearchTerm>();
  for (const piece of found.pieces) {
    const condition = piece.field === undefined ? word(piece) : field(piece, piece.field);
    if ('message' in condition) return { problem: condition };
    const term = { ...condition, isExcluded: piece.isExcluded };
    terms.set(keyOf(term), term);
    if (terms.size > mostTerms) return { problem: tooManyTerms(piece, text) };
  }
  return { terms: [...terms.values()] };
}

/** Equal for terms that find the same: capitals do not count in texts. */
function keyOf(term: SearchTerm): string {
  return JSON.stringify('text' in term ? { ...term, text: fold(term.text) } : term);
}

function tooLong(text: string): Problem {
  return {
    message: 'A search has at most 2,048 characters. Shorten it.',
    at: longestSearch,
    length: text.length - longestSearch,
  };
}

function tooManyTerms({ at }: Piece, text: string): Problem {
  return {
    message: `A search has at most ${mostTerms} different terms. Leave some out.`,
    at,
    length: text.length - at,
  };
}

function word({ value }: Piece): Condition {
  return { kind: 'word', text: value };
}

function field(piece: Piece, name: string): Condition | Problem {
  const { value } = piece;
  if (value === '') return wrong(piece, `Say what ${name} should be, after the colon.`);
  switch (name) {
    case 'status': {
      const status = userStatuses.find((known) => known === value.toUpperCase());
      if (status) return { kind: 'status', status };
      return wrong(piece, `There is no status ${value}. Choose from ${userStatuses.join(', ')}.`);
    }
    case 'enabled': {
      const isEnabled = yesOrNo(value);
      if (isEnabled === undefined) return wrong(piece, 'enabled is yes or no.');
      return { kind: 'enabled', isEnabled };
    }
    case 'verified':
      return verified(piece);
    case 'mfa': {
      const state = mfaStates.find((known) => known === value.toLowerCase());
      if (state) return { kind: 'mfa', state };
      return wrong(piece, 'mfa is on, off or unknown.');
    }
    case 'group':
      return { kind: 'group', name: value };
    case 'created':
    case 'modified': {
      const range = parseTimeRange(value);
      if (range) return { kind: 'time', field: name, ...range };
      return wrong(piece, `Write the date as 2026-01-31, for example ${name}:>2026-01-31.`);
    }
    case 'stuck':
      return stuck(piece);
    default:
      return attribute(piece, name);
  }
}

function verified(piece: Piece): Condition | Problem {
  const contact = piece.value.toLowerCase();
  if (contact === 'email' || contact === 'phone') return { kind: 'verified', contact };
  const isVerified = yesOrNo(contact);
  if (isVerified === undefined) return wrong(piece, 'verified is yes, no, email or phone.');
  return { kind: 'verified', contact: isVerified ? 'any' : 'none' };
}

function stuck(piece: Piece): Condition | Problem {
  const [, count, unit] = /^>?(\d{1,4})([dw])$/i.exec(piece.value) ?? [];
  if (count === undefined || unit === undefined) {
    return wrong(piece, 'Write for how long, in days or weeks: stuck:>7d or stuck:>2w.');
  }
  return { kind: 'stuck', days: Number(count) * (unit.toLowerCase() === 'w' ? 7 : 1) };
}

function attribute(piece: Piece, name: string): Condition | Problem {
  const isCustom = /^(dev:)?custom:./.test(name);
  if (isCustom || standardAttributes.has(name)) {
    return { kind: 'attribute', name, text: piece.value };
  }
  return {
    message: `There is nothing called ${name} to search in. To search for the text itself, put it in quotes.`,
    at: piece.at,
    length: name.length,
  };
}

function yesOrNo(value: string): boolean | undefined {
  if (/^(yes|true)$/i.test(value)) return true;
  return /^(no|false)$/i.test(value) ? false : undefined;
}

function wrong(piece: Piece, message: string): Problem {
  return { message, at: piece.valueAt, length: Math.max(1, piece.end - piece.valueAt) };
}
