import { mfaFactorNames } from '../actions/user/mfa/set-mfa.ts';
import type { KnownMfa, MfaKnowledge } from '../directory/query.ts';
import type { SearchTerm } from '../directory/search-language.ts';
import { momentOf } from '../web/rendering/moment.ts';
import type { Moment } from '../web/rendering/page.ts';

const number = new Intl.NumberFormat('en');

/** What the column of second factors shows of a user. */
export function mfaCell(
  mfa: KnownMfa | undefined,
  now: Date,
): { text: string; asked: Moment | undefined } {
  if (mfa === undefined) return { text: 'Not known', asked: undefined };
  const names = mfa.factors.map((factor) => mfaFactorNames[factor]);
  return { text: names.join(', ') || 'Off', asked: momentOf(mfa.learntAt, now) };
}

/** Of whom second factors are known at all, and since when. */
export function mfaNote({ on, off, since }: MfaKnowledge, now: Date): string {
  const why = 'The pool tells second factors of one user at a time';
  if (since === undefined) {
    return `${why}: they are known of nobody yet, and of a user once somebody opens or changes them on the user's page.`;
  }
  const who = on + off === 1 ? '1 user' : `${number.format(on + off)} users`;
  const { relative, exact } = momentOf(since, now);
  return `${why}: they are known of ${who} only, those whose somebody has opened or changed here. The oldest of these answers is from ${relative} (${exact}).`;
}

/** Whether a list says something of second factors. */
export function isAboutMfa(terms: readonly SearchTerm[], columns: readonly string[]): boolean {
  return columns.includes('mfa') || terms.some(({ kind }) => kind === 'mfa');
}
