import { type RawBuilder, sql } from 'kysely';
import { fold } from '../search/fold.ts';
import { markOf } from '../search/user-text.ts';
import { type MfaState, type SearchTerm, stuckStatuses } from '../search-language.ts';
import { startOfDay } from '../store/counters.ts';
import { emailBit, phoneBit } from '../store/users/facts.ts';
import { present, type Scope } from './scope.ts';

const never = sql<boolean>`1 = 0`;

/** Above every text that begins with what stands in front of it. */
const lastCharacter = '\u{10ffff}';

/** Where a statement has what of a user, before it has read all of the row. */
type Names = {
  /** The alias that has `id`. */
  readonly id: 'u' | 'o' | 'candidate';
  /** The alias that has `status`, `is_enabled` and `verified`. */
  readonly facts: 'u' | 'o';
};

/**
 * What must hold of a row `u` of directory_user, the pool's own condition first.
 *
 * @param names where an index has some of it already: a row that is not read costs nothing
 */
export function conditionsOf(
  scope: Scope,
  terms: readonly SearchTerm[],
  names: Names = { id: 'u', facts: 'u' },
): RawBuilder<boolean>[] {
  return [
    present(scope.poolId),
    ...terms.map((term) => {
      const condition = conditionOf(scope, term, names);
      return term.isExcluded ? sql<boolean>`not (${condition})` : condition;
    }),
  ];
}

function conditionOf(scope: Scope, term: SearchTerm, names: Names): RawBuilder<boolean> {
  const id = sql.raw(`${names.id}.id`);
  const fact = (column: string) => sql.raw(`${names.facts}.${column}`);
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
      return sql`${fact('status')} = ${term.status}`;
    case 'enabled':
      return sql`${fact('is_enabled')} = ${term.isEnabled ? 1 : 0}`;
    case 'verified':
      return verified(fact('verified'), term.contact);
    case 'mfa':
      return knownAs(id, term.state);
    case 'group': {
      const groupId = scope.groups.find(term.name);
      if (groupId === undefined) return never;
      return found(sql`directory_membership where group_id = ${groupId} and user_id = ${id}`);
    }
    case 'time': {
      const column = term.field === 'created' ? sql.raw('u.created_at') : sql.raw('u.modified_at');
      return sql`(${column} >= ${term.from ?? 0}
        and ${column} < ${term.before ?? Number.MAX_SAFE_INTEGER})`;
    }
    case 'stuck':
      return stuckFor(scope.now, term.days, names.facts);
  }
}

function knownAs(id: RawBuilder<unknown>, state: MfaState): RawBuilder<boolean> {
  const row = sql`directory_mfa where user_id = ${id}`;
  if (state === 'unknown') return sql`not (${found(row)})`;
  return found(sql`${row} and is_on = ${state === 'on' ? 1 : 0}`);
}

/** SQLite looks at what stands in `exists` last, after the rows that this is to save it from reading. */
function found(rows: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql`(select 1 from ${rows}) is not null`;
}

function verified(
  bits: RawBuilder<unknown>,
  contact: 'any' | 'none' | 'email' | 'phone',
): RawBuilder<boolean> {
  switch (contact) {
    case 'any':
      return sql`${bits} > 0`;
    case 'none':
      return sql`${bits} = 0`;
    case 'email':
      return sql`(${bits} & ${sql.lit(emailBit)}) <> 0`;
    case 'phone':
      return sql`(${bits} & ${sql.lit(phoneBit)}) <> 0`;
  }
}

/** Enabled, waiting for something, and unchanged since before the day so many days ago began. */
export function stuckFor(
  now: Date,
  days: number,
  facts: Names['facts'] = 'u',
): RawBuilder<boolean> {
  const of = sql.raw(facts);
  const statuses = sql.join(stuckStatuses.map((status) => sql.lit(status)));
  return sql`(${of}.is_enabled = 1 and ${of}.status in (${statuses})
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
