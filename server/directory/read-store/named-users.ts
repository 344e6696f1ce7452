import { type RawBuilder, sql } from 'kysely';
import { isPostgres } from '../../db/dialect.ts';
import { yieldToEventLoop } from '../../db/driver/event-loop.ts';
import type { NamedUser } from '../query.ts';
import { fold } from '../search/fold.ts';
import { trigrams } from '../search/user-text.ts';
import type { Scope } from './scope.ts';

/** How many names and rows go into one statement. */
export type NameLimits = {
  /** Names that the indexes of usernames and subs are asked for. */
  readonly namesAtOnce: number;
  /** Up to this number of names, the index of letters is used; for more, all users are read once. */
  readonly searched: number;
  readonly searchedAtOnce: number;
  readonly rowsAtOnce: number;
};

export const standardNameLimits: NameLimits = {
  namesAtOnce: 1000,
  searched: 100,
  searchedAtOnce: 20,
  rowsAtOnce: 5000,
};

const mostWindows = 20;

type Row = NamedUser & { readonly id: number };

/**
 * Users who are there and have one of these names as their username, sub, email address or phone number, without
 * regard to capitals; each once, in the order of their rows.
 *
 * It takes one statement for each 1,000 names; then, where up to 100 are addresses or were not found, one for each
 * 20 of those; where more, one for each 5,000 users of the pool.
 */
export async function readNamedUsers(
  scope: Scope,
  names: readonly string[],
  limits = standardNameLimits,
): Promise<readonly NamedUser[]> {
  const found = new Map<number, NamedUser>();
  const wanted = new Set(names.map(small));
  const keep = (rows: readonly Row[]) => {
    for (const { id, ...user } of rows) {
      if (namesOf(user).some((name) => wanted.has(name))) found.set(id, user);
    }
  };
  for (const some of slices([...new Set(names)], limits.namesAtOnce)) {
    keep(await rowsWhere(scope, sql`u.id in ${idsKnownAs(scope, some)}`));
  }
  const known = new Set([...found.values()].flatMap(({ sub, username }) => [sub, username]));
  // Several users may have an address, one of them as the username, or a username in other capitals.
  const rest = [...new Set(names)].filter((name) => /[@+]/.test(name) || !known.has(name));
  if (rest.length > limits.searched) await readAll(scope, limits.rowsAtOnce, keep);
  else {
    for (const some of slices(rest, limits.searchedAtOnce)) keep(await rowsWithText(scope, some));
  }
  return [...found].sort(([one], [other]) => one - other).map(([, user]) => user);
}

function small(name: string): string {
  return name.toLowerCase();
}

function namesOf({ sub, username, email, phoneNumber }: NamedUser): readonly string[] {
  return [sub, username, email, phoneNumber].filter((name) => name !== '').map(small);
}

/** The plus keeps SQLite from an index of the pool: rows are read by their ids. */
async function rowsWhere(
  scope: Scope,
  condition: RawBuilder<unknown>,
  end: RawBuilder<unknown> = sql``,
): Promise<readonly Row[]> {
  const { member } = scope.dialect;
  const { rows } = await sql<Row>`select u.id, u.sub, u.username,
      coalesce(${member('u.attributes', 'email')}, '') as email,
      coalesce(${member('u.attributes', 'phone_number')}, '') as "phoneNumber"
    from directory_user u
    where +u.pool_id = ${scope.poolId} and u.deleted_at is null and ${condition} ${end}`.execute(
    scope.asNamed,
  );
  return rows;
}

/** Usernames are in their index as they are written; most pools have small letters only. */
function idsKnownAs({ poolId, dialect }: Scope, names: readonly string[]): RawBuilder<unknown> {
  const listed = dialect.listed([...new Set([...names, ...names.map(small)])]);
  // As idsNamed does it: those without a place yet are read by their ids.
  return sql`(select user_id from directory_username
      where pool_id = ${poolId} and username in ${listed}
    union select u.id from directory_pool p cross join directory_user u
      where p.id = ${poolId} and u.id > p.placed_to
      and +u.pool_id = p.id and u.username in ${listed}
    union select id from directory_user where pool_id = ${poolId}
      and sub in ${listed})`;
}

/** Users whose texts contain one of the names. Names of one or two letters are in no index. */
async function rowsWithText(scope: Scope, names: readonly string[]): Promise<readonly Row[]> {
  const texts = names.map(fold).filter((text) => trigrams(text).length > 0);
  if (texts.length === 0) return [];
  if (isPostgres(scope.database)) {
    const each = texts.map((text) => scope.dialect.contains('u.search_text', text));
    return rowsWhere(scope, sql`(${sql.join(each, sql` or `)})`);
  }
  const match = texts.map((text) => `(${windowsOf(text).join(' AND ')})`).join(' OR ');
  return rowsWhere(
    scope,
    sql`u.id in (select rowid from directory_text where directory_text match ${match})`,
  );
}

/** An address differs from others in front of its domain, a phone number behind its country and network. */
function windowsOf(text: string): readonly string[] {
  const at = text.indexOf('@');
  const part = at > 0 ? text.slice(0, at + 2) : text.slice(text.startsWith('+') ? 5 : 0);
  const windows = trigrams(part).length > 0 ? trigrams(part) : trigrams(text);
  return windows.slice(0, mostWindows).map((letters) => `"${letters.replaceAll('"', '""')}"`);
}

async function readAll(
  scope: Scope,
  rowsAtOnce: number,
  keep: (rows: readonly Row[]) => void,
): Promise<void> {
  let after = 0;
  for (;;) {
    const end = sql`order by u.id limit ${rowsAtOnce}`;
    const rows = await rowsWhere(scope, sql`u.id > ${after}`, end);
    keep(rows);
    const last = rows.at(-1);
    if (last === undefined || rows.length < rowsAtOnce) return;
    after = last.id;
    await yieldToEventLoop();
  }
}

function* slices<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
