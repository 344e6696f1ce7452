import { type RawBuilder, sql } from 'kysely';
import { fold } from '../search/fold.ts';
import { markOf } from '../search/user-text.ts';
import { type MfaState, type SearchTerm, stuckStatuses } from '../search-language.ts';
import { startOfDay } from '../store/counters.ts';
import { emailBit, phoneBit } from '../store/facts.ts';
import { present, type Scope } from './scope.ts';

const never = sql<boolean>`1 = 0`;

/** Above every text that begins with what stands in front of it. */
const lastCharacter = '\u{10ffff}';

/** What must hold of a row `u` of directory_user, the pool's own condition first. */
export function conditionsOf(scope: Scope, terms: readonly SearchTerm[]): RawBuilder<boolean>[] {
  return [
    present(scope.poolId),
    ...terms.map((term) => {
      const condition = conditionOf(scope, term);
      return term.isExcluded ? sql<boolean>`not (${condition})` : condition;
    }),
  ];
}

function conditionOf(scope: Scope, term: SearchTerm): RawBuilder<boolean> {
  switch (term.kind) {
    case 'word': {
      const word = fold(term.text);
      const inText = scope.dialect.contains('u.search_text', word);
      return startsSub(word) ? sql`(${inText} or ${subFrom('u.sub', word)})` : inText;
    }
    case 'attribute': {
      const value = fold(term.text);
      if (term.name === 'sub') return subFrom('u.sub', value);
      const number = scope.numbers.get(term.name);
      if (number === undefined) return never;
      return scope.dialect.partContains('u.search_text', markOf(number), value);
    }
    case 'status':
      return sql`u.status = ${term.status}`;
    case 'enabled':
      return sql`u.is_enabled = ${term.isEnabled ? 1 : 0}`;
    case 'verified':
      return verified(term.contact);
    case 'mfa':
      return knownAs(term.state);
    case 'group': {
      const id = scope.groups.find(term.name);
      if (id === undefined) return never;
      return sql`exists (select 1 from directory_membership
        where group_id = ${id} and user_id = u.id)`;
    }
    case 'time': {
      const column = term.field === 'created' ? sql.raw('u.created_at') : sql.raw('u.modified_at');
      return sql`(${column} >= ${term.from ?? 0}
        and ${column} < ${term.before ?? Number.MAX_SAFE_INTEGER})`;
    }
    case 'stuck':
      return stuckFor(scope.now, term.days);
  }
}

function knownAs(state: MfaState): RawBuilder<boolean> {
  const row = sql`select 1 from directory_mfa where user_id = u.id`;
  if (state === 'unknown') return sql`not exists (${row})`;
  return sql`exists (${row} and is_on = ${state === 'on' ? 1 : 0})`;
}

function verified(contact: 'any' | 'none' | 'email' | 'phone'): RawBuilder<boolean> {
  switch (contact) {
    case 'any':
      return sql`u.verified > 0`;
    case 'none':
      return sql`u.verified = 0`;
    case 'email':
      return sql`(u.verified & ${sql.lit(emailBit)}) <> 0`;
    case 'phone':
      return sql`(u.verified & ${sql.lit(phoneBit)}) <> 0`;
  }
}

/** Enabled, waiting for something, and unchanged since before the day so many days ago began. */
export function stuckFor(now: Date, days: number): RawBuilder<boolean> {
  return sql`(u.is_enabled = 1 and u.status in (${sql.join(stuckStatuses.map((status) => sql.lit(status)))})
    and u.modified_at < ${startOfDay(now, days)})`;
}

/** A word that can only be the beginning of a sub: eight hexadecimal digits and a dash. */
export function startsSub(word: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f-]{0,27}$/.test(word);
}

export function subFrom(column: string, prefix: string): RawBuilder<boolean> {
  return sql`(${sql.raw(column)} >= ${prefix} and ${sql.raw(column)} < ${prefix + lastCharacter})`;
}

/**
 * When users who match can have been created, in milliseconds: also what is said of their last
 * change says something, since nobody is changed before being created.
 */
export function createdWithin(
  { now }: Scope,
  terms: readonly SearchTerm[],
): { from: number; before: number } {
  let [from, before] = [0, Number.MAX_SAFE_INTEGER];
  for (const term of terms) {
    if (term.isExcluded) continue;
    if (term.kind === 'stuck') before = Math.min(before, startOfDay(now, term.days));
    if (term.kind !== 'time') continue;
    before = Math.min(before, term.before ?? before);
    if (term.field === 'created') from = Math.max(from, term.from ?? from);
  }
  return { from, before };
}
