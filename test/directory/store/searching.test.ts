import { describe, expect, it } from 'vitest';
import type { Database } from '../../../server/db/database.ts';
import type { DirectoryReader, FacetValue, Sort } from '../../../server/directory/query.ts';
import { standardSort } from '../../../server/directory/query.ts';
import { createDirectoryReader } from '../../../server/directory/read-store/reader.ts';
import { standardLimits } from '../../../server/directory/read-store/scope.ts';
import {
  type MfaState,
  parseSearch,
  type SearchTerm,
} from '../../../server/directory/search-language.ts';
import { addGroups, changeMembers } from '../../../server/directory/store/memberships.ts';
import { keepMfa } from '../../../server/directory/store/mfa.ts';
import { buildOrders, requestOrder } from '../../../server/directory/store/orders.ts';
import { poolIdOf } from '../../../server/directory/store/pools.ts';
import { applyUsers } from '../../../server/directory/store/users/apply-users.ts';
import { deleteUsers } from '../../../server/directory/store/users/delete-users.ts';
import { eachDatabase } from '../../helpers/each-database.ts';
import { inOrder, matches } from '../model.ts';
import { crowd, noon } from '../people.ts';

const learnt = { at: noon, source: 'sync', auditNumber: undefined } as const;
const users = crowd(240);
const groupsOf = (index: number): string[] =>
  ['editors', 'data science'].filter((_, group) => index % (group + 3) === 0);

const mfaOf = (index: number): MfaState => {
  if (index % 8 === 0) return 'on';
  return index % 11 === 0 ? 'off' : 'unknown';
};

/** Columns that an order is made for; that of creation is always there. */
const ordered = [
  'modified',
  'username',
  'status',
  'enabled',
  'email',
  'name',
  'custom:tenant',
  'custom:seats',
] as const;

/** So small that every listing and count is done as in a pool of millions. */
const tiny = {
  collected: 0,
  firstSlice: 3,
  largestSlice: 20,
  glancedAmong: 0,
  glancedFrom: 0,
  glanced: 10,
  lookedAt: 50,
  mostCounted: 10_000,
  countedQuickly: 5,
  candidatesAtOnce: 40,
  countedAtOnce: 7,
};

async function mirror(
  database: Database,
  alias: string,
  { people = users, limits = standardLimits } = {},
): Promise<DirectoryReader> {
  const poolId = await poolIdOf(database, alias);
  const { ids } = await applyUsers(database, poolId, {
    users: people,
    askedAt: noon,
    learnt,
    keepsHistory: false,
  });
  const [editors = 0, scientists = 0] = await addGroups(database, poolId, [
    'editors',
    'data science',
  ]);
  for (const [group, id] of [editors, scientists].entries()) {
    const joining = people.flatMap(({ sub }, index) =>
      index % (group + 3) === 0 ? [ids.get(sub) ?? 0] : [],
    );
    await changeMembers(database, poolId, id, { joining, leaving: [] }, { learnt });
  }
  for (const [index, { username }] of people.entries()) {
    const enabled = mfaOf(index) === 'on' ? (['SOFTWARE_TOKEN_MFA'] as const) : [];
    if (mfaOf(index) === 'unknown') continue;
    await keepMfa(database, poolId, username, { enabled, preferred: undefined }, noon + index);
  }
  for (const column of ordered) {
    if (limits === tiny) await requestOrder(database, poolId, column);
  }
  while (await buildOrders(database, poolId));
  return createDirectoryReader({
    database,
    poolId,
    limits,
    now: () => new Date(noon),
    revision: () => 0,
  });
}

function parsed(text: string): readonly SearchTerm[] {
  const { terms, problem } = parseSearch(text);
  if (problem) throw new Error(problem.message);
  return terms;
}

function expected(text: string): typeof users {
  return users.filter((user, index) =>
    parsed(text).every((term) => matches(user, groupsOf(index), term, mfaOf(index))),
  );
}

async function allPages(
  reader: DirectoryReader,
  text: string,
  sort: Sort,
  limit: number,
): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await reader.list({ terms: parsed(text), sort, cursor, limit });
    found.push(...page.users.map(({ user }) => user.username));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return found;
}

function spread(facet: readonly FacetValue[] = []): Record<string, number> {
  return Object.fromEntries(facet.map(({ value, count }) => [value, count]));
}

function tally(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

const searches = [
  '',
  'anna',
  'EMILE',
  'lukasz nowak',
  '山田',
  'zoe',
  '"Z" müller'.replace('"Z"', 'z'),
  'b%_',
  'user1',
  'u',
  '12',
  '-anna',
  'example.com -user2',
  'email:user1 email:@example',
  'email:kowalska',
  'name:kowalska',
  'username:user3',
  'custom:tenant:ACME',
  '-custom:tenant:acme',
  'custom:absent:x',
  '-custom:absent:x',
  'status:UNCONFIRMED',
  '-status:CONFIRMED enabled:no',
  'enabled:yes verified:no',
  'verified:email',
  'verified:phone -verified:email',
  'verified:yes',
  'group:editors',
  'group:EDITORS'.toLowerCase(),
  '-group:editors group:"data science"',
  'group:nobody',
  'group:editors status:CONFIRMED',
  'created:>2026-04-20',
  'created:<=2026-04-20 modified:>=2026-05',
  'modified:<2026-05-20 created:2026-04',
  'modified:2026-06-10',
  'stuck:>7d',
  'stuck:>2w status:UNCONFIRMED',
  '-stuck:>7d',
  'anna stuck:>1d -group:editors',
  'mfa:on',
  'mfa:off',
  'mfa:unknown',
  '-mfa:on',
  '-mfa:unknown',
  'mfa:on mfa:off',
  'mfa:off status:CONFIRMED',
  'mfa:unknown status:CONFIRMED enabled:no',
  'mfa:unknown group:editors',
  '-mfa:on group:"data science" verified:yes',
  'mfa:on group:editors',
  'mfa:unknown anna',
  'mfa:on anna',
  '-mfa:off email:user1',
];

eachDatabase((open) => {
  it.each([
    ['a small pool', standardLimits],
    ['a large pool', tiny],
    ['a large pool with few candidates', { ...standardLimits, glancedFrom: 0 }],
  ])(
    'finds whom a plain reading of the search finds, and counts them, in %s',
    async (_, limits) => {
      const { database } = await open();
      await mirror(database, 'another pool', { people: crowd(20) });
      const reader = await mirror(database, 'main', { limits });
      for (const text of searches) {
        const wanted = expected(text);
        const label = `search ${text}`;
        const names = await allPages(reader, text, standardSort, 40);
        expect(names, label).toEqual(inOrder(wanted, standardSort).map(({ username }) => username));
        const { count, facets } = await reader.summary(parsed(text));
        expect(count, label).toEqual({ total: wanted.length, isExact: true });
        expect(spread(facets?.status), label).toEqual(tally(wanted.map(({ status }) => status)));
        expect(spread(facets?.mfa), label).toEqual(
          tally(wanted.map((user) => mfaOf(users.indexOf(user)))),
        );
        // Counts that are maintained for a group tell of no other group.
        expect(tally(wanted.flatMap((user) => groupsOf(users.indexOf(user)))), label).toMatchObject(
          spread(facets?.group),
        );
      }
    },
  );

  it.each<Sort['column']>(['created', ...ordered])(
    'sorts by %s, up and down, page by page',
    async (column) => {
      const { database } = await open();
      const small = await mirror(database, 'main');
      const large = await mirror(database, 'large', { limits: tiny });
      for (const reader of [small, large])
        for (const direction of ['ascending', 'descending'] as const) {
          const sort = { column, direction };
          const names = await allPages(reader, '', sort, 17);
          expect(names).toEqual(inOrder(users, sort).map(({ username }) => username));
        }
    },
  );

  describe('A page', () => {
    it('tells groups and every attribute', async () => {
      const { database } = await open();
      const reader = await mirror(database, 'main');
      const found = await reader.find('user0');
      expect(found).toEqual({
        user: users[0],
        groups: ['data science', 'editors'],
        mfa: { factors: ['SOFTWARE_TOKEN_MFA'], learntAt: new Date(noon) },
        deletedAt: undefined,
      });
      expect(await reader.find(users[5]?.sub ?? '')).toMatchObject({ user: users[5] });
      expect(await reader.find('nobody')).toBeUndefined();
      expect(await reader.attributes()).toEqual([
        'custom:seats',
        'custom:tenant',
        'email',
        'name',
        'phone_number',
      ]);
    });

    it('refuses a cursor of another order', async () => {
      const { database } = await open();
      const reader = await mirror(database, 'main');
      const query = { terms: [], limit: 5, sort: standardSort };
      const { nextCursor } = await reader.list({ ...query, cursor: undefined });
      const sort = { column: 'email', direction: 'ascending' } as const;
      await expect(reader.list({ ...query, sort, cursor: nextCursor })).rejects.toMatchObject({
        code: 'bad_cursor',
      });
      for (const cursor of [
        '',
        'x',
        'W10',
        Buffer.from('["created","descending","x",1]').toString('base64url'),
      ]) {
        await expect(reader.list({ ...query, cursor })).rejects.toMatchObject({
          code: 'bad_cursor',
        });
      }
    });
  });

  it('counts at once what takes a moment, and the rest when it was counted', async () => {
    const { database } = await open();
    const reader = await mirror(database, 'main', { limits: tiny });
    const [rare, common] = [parsed('user231'), parsed('example')];
    expect((await reader.quickSummary(rare))?.count).toEqual({ total: 1, isExact: true });
    expect((await reader.quickSummary(parsed('group:editors')))?.count.isExact).toBe(true);
    expect(await reader.quickSummary(common)).toBeUndefined();
    const counted = await reader.summary(common);
    expect(counted.count).toEqual({ total: users.length, isExact: true });
    expect(await reader.quickSummary(common)).toBe(counted);
  });

  it.each(['example', 'stuck:>1d'])(
    'says "at least" of %s where more match than are counted',
    async (search) => {
      const { database } = await open();
      const reader = await mirror(database, 'main', { limits: { ...tiny, mostCounted: 30 } });
      expect(await reader.summary(parsed(search))).toEqual({
        count: { total: 30, isExact: false },
        facets: undefined,
      });
    },
  );

  describe('Second factors', () => {
    const app = { enabled: ['SOFTWARE_TOKEN_MFA'], preferred: undefined } as const;
    const off = { enabled: [], preferred: undefined };

    async function known(database: Database): Promise<number> {
      const poolId = await poolIdOf(database, 'main');
      await applyUsers(database, poolId, {
        users: crowd(5),
        askedAt: noon,
        learnt,
        keepsHistory: false,
      });
      return poolId;
    }

    const readerOf = (database: Database, poolId: number) =>
      createDirectoryReader({ database, poolId, now: () => new Date(noon), revision: () => 0 });

    it('are known as they were last told, the one asked for first in front', async () => {
      const { database } = await open();
      const poolId = await known(database);
      const both = ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'] as const;
      await keepMfa(database, poolId, 'user1', off, noon);
      const told = { enabled: both, preferred: 'EMAIL_OTP' } as const;
      await keepMfa(database, poolId, 'user1', told, noon + 2);
      await keepMfa(database, poolId, 'user1', off, noon + 1);
      const found = await readerOf(database, poolId).find('user1');
      expect(found?.mfa).toEqual({
        factors: ['EMAIL_OTP', 'SOFTWARE_TOKEN_MFA'],
        learntAt: new Date(noon + 2),
      });
    });

    it('are not known of somebody who is not in the mirror', async () => {
      const { database } = await open();
      const poolId = await known(database);
      await keepMfa(database, poolId, 'nobody', app, noon);
      expect(await readerOf(database, poolId).mfaKnowledge()).toEqual({
        on: 0,
        off: 0,
        since: undefined,
      });
    });

    it('are forgotten with a user who is deleted, and nobody else', async () => {
      const { database } = await open();
      const poolId = await known(database);
      for (const name of ['user1', 'user2', 'user3']) {
        await keepMfa(database, poolId, name, name === 'user3' ? off : app, noon);
      }
      const [row] = await database
        .selectFrom('directoryUser')
        .select('id')
        .where('username', '=', 'user1')
        .execute();
      await deleteUsers(database, poolId, [row?.id ?? 0], learnt, noon);
      const reader = readerOf(database, poolId);
      expect(await reader.mfaKnowledge()).toMatchObject({ on: 1, off: 1 });
      expect(await allPages(reader, 'mfa:on', standardSort, 10)).toEqual(['user2']);
      // Who comes back is somebody else.
      await applyUsers(database, poolId, {
        users: crowd(5),
        askedAt: noon + 1,
        learnt: { ...learnt, at: noon + 1 },
        keepsHistory: false,
      });
      expect((await readerOf(database, poolId).find('user1'))?.mfa).toBeUndefined();
    });
  });

  it('shows facets of verified, enabled and groups', async () => {
    const { database } = await open();
    const reader = await mirror(database, 'main');
    for (const text of ['', 'anna', 'status:CONFIRMED', 'group:editors']) {
      const wanted = users.flatMap((user, index) =>
        expected(text).includes(user) ? [{ user, groups: groupsOf(index) }] : [],
      );
      const { facets } = await reader.summary(parsed(text));
      const editors = wanted.filter(({ groups }) => groups.includes('editors')).length;
      expect(facets?.group.find(({ value }) => value === 'editors')?.count, text).toBe(editors);
      const disabled = wanted.filter(({ user }) => !user.isEnabled).length;
      expect(facets?.enabled.find(({ value }) => value === 'no')?.count, text).toBe(disabled);
    }
  });
});
