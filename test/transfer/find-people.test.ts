import { describe, expect, it } from 'vitest';
import type { PoolUser } from '../../server/cognito/types.ts';
import type { Database } from '../../server/db/database.ts';
import type { DirectoryReader } from '../../server/directory/query.ts';
import {
  readNamedUsers,
  standardNameLimits,
} from '../../server/directory/read-store/named-users.ts';
import { createDirectoryReader } from '../../server/directory/read-store/reader.ts';
import { readScope, standardLimits } from '../../server/directory/read-store/scope.ts';
import { poolIdOf } from '../../server/directory/store/pools.ts';
import { applyUsers } from '../../server/directory/store/users/apply-users.ts';
import { deleteUsers } from '../../server/directory/store/users/delete-users.ts';
import { findPeople } from '../../server/transfer/find-people.ts';
import { readPeople } from '../../server/transfer/read-people.ts';
import { noon, person } from '../directory/people.ts';
import { eachDatabase } from '../helpers/each-database.ts';

const learnt = { at: noon, source: 'sync', auditNumber: undefined } as const;

const ada = person('ada', { attributes: { email: 'Ada@Example.com', phone_number: '+491701' } });
const people = [
  ada,
  person('bob', { attributes: { email: 'shared@example.com', phone_number: '+4917011' } }),
  person('carl', { attributes: { email: 'Shared@example.com' } }),
  person('Dora', { attributes: { email: 'dora@example.com' } }),
  person('dora', { attributes: { email: 'other-dora@example.com' } }),
  person('emil@example.com', { attributes: { email: 'work@example.com' } }),
  person('frida', { attributes: { email: 'emil@example.com' } }),
  person(ada.sub, { attributes: { email: 'imitates@example.com' } }),
  person('Mixed.Case', { attributes: { email: `o'brien"%_\\@example.com` } }),
  person('zoe', { attributes: { email: 'zoe@example.com' } }),
  person('zoë', { attributes: { email: 'zoë@example.com' } }),
  person('山田太郎', { attributes: { email: '' } }),
  person('gone', { attributes: { email: 'gone@example.com' } }),
];

/** What each text comes to. */
const cases: readonly [what: string, text: string, expected: readonly string[]][] = [
  ['a username', 'bob', ['bob is bob']],
  ['a username in other capitals', 'BOB, mixed.case', ['BOB is bob', 'mixed.case is Mixed.Case']],
  ['usernames that differ in capitals', 'Dora, dora', ['Dora is Dora', 'dora is dora']],
  ['one that may be either', 'DORA', ['DORA may be Dora, dora']],
  ['an address in other capitals', 'ADA@example.COM', ['ADA@example.COM is ada']],
  ['an address that two have', 'shared@example.com', ['shared@example.com may be bob, carl']],
  [
    'an address that is another username',
    'emil@example.com',
    ['emil@example.com may be emil@example.com, frida'],
  ],
  ['a phone number that another begins with', '+49 1701', ['+491701 is ada']],
  ['a sub that a username imitates', ada.sub, [`${ada.sub} is ada`]],
  [
    'one user in three ways',
    `ada, ada@example.com, +49 1701`,
    ['ada ada@example.com +491701 is ada'],
  ],
  ['accents, which count', 'zoe@example.com, zoë', ['zoe@example.com is zoe', 'zoë is zoë']],
  ['other scripts', '山田太郎', ['山田太郎 is 山田太郎']],
  [
    'characters with a meaning in SQL',
    `o'brien"%_\\@example.com, %, _, ***, '; drop`,
    [
      "' is missing",
      '% is missing',
      '*** is missing',
      '_ is missing',
      'drop is missing',
      `o'brien"%_\\@example.com is Mixed.Case`,
    ],
  ],
  [
    'part of an address or a name',
    'example.com, da@example.com, ad, ada@example.co',
    [
      'ad is missing',
      'ada@example.co is missing',
      'da@example.com is missing',
      'example.com is missing',
    ],
  ],
  [
    'a user who was deleted',
    'gone, gone@example.com',
    ['gone is missing', 'gone@example.com is missing'],
  ],
  [
    'a user of another pool',
    'elsewhere, elsewhere@example.com',
    ['elsewhere is missing', 'elsewhere@example.com is missing'],
  ],
  ['nobody', '', []],
];

async function mirror(
  database: Database,
  users: readonly PoolUser[] = people,
  alias = 'main',
): Promise<{ reader: DirectoryReader; poolId: number }> {
  const poolId = await poolIdOf(database, alias);
  for (let start = 0; start < users.length; start += 5000) {
    const some = users.slice(start, start + 5000);
    await applyUsers(database, poolId, {
      users: some,
      askedAt: noon,
      learnt,
      keepsHistory: false,
    });
  }
  const parts = { database, poolId, now: () => new Date(noon), revision: () => 0 };
  return { reader: createDirectoryReader(parts), poolId };
}

/** What a text comes to, each entry in one line. */
async function lookUp(reader: DirectoryReader, text: string): Promise<string[]> {
  const result = await findPeople(reader, (await readPeople(text)).entries);
  return [
    ...result.found.map(
      ({ user, entries }) => `${entries.map((entry) => entry.text).join(' ')} is ${user.username}`,
    ),
    ...result.missing.map((entry) => `${entry.text} is missing`),
    ...result.ambiguous.map(
      ({ entry, users }) => `${entry.text} may be ${users.map((user) => user.username).join(', ')}`,
    ),
  ].sort();
}

eachDatabase((open) => {
  describe('finding people in the mirror', () => {
    it('finds who is meant, and says who may be', async () => {
      const { database } = await open();
      await mirror(database, [person('elsewhere')], 'other');
      const { reader, poolId } = await mirror(database);
      await deleteGone(database, poolId);
      for (const [what, text, expected] of cases) {
        expect(await lookUp(reader, text), what).toEqual(expected.toSorted());
      }
    });

    it('finds the same by the index of letters and by reading all users', async () => {
      const { database } = await open();
      await mirror(database, [person('elsewhere')], 'other');
      const { poolId } = await mirror(database);
      const scope = await readScope(database, poolId, new Date(noon), standardLimits);
      const names = people.flatMap(({ username, sub, attributes }) => [
        username.toUpperCase(),
        sub,
        attributes.email ?? '',
        'nobody@example.com',
      ]);
      const searching = await readNamedUsers(scope, names, {
        ...standardNameLimits,
        namesAtOnce: 3,
        searchedAtOnce: 2,
      });
      const reading = await readNamedUsers(scope, names, {
        ...standardNameLimits,
        searched: 0,
        rowsAtOnce: 2,
      });
      expect(searching.map(({ username }) => username)).toEqual(
        people.map(({ username }) => username),
      );
      expect(reading).toEqual(searching);
    });

    it('takes 100,000 entries', async () => {
      const { database } = await open();
      const crowd = Array.from({ length: 3000 }, (_, index) => person(`person${index}`));
      const { reader } = await mirror(database, crowd);
      const lines = Array.from({ length: 100_000 }, (_, index) =>
        index % 2 === 0 ? `person${index}` : `Person ${index} <PERSON${index}@example.com>`,
      );
      const { entries } = await readPeople(lines.join('\n'));
      const { found, missing, ambiguous } = await findPeople(reader, entries);
      expect(found).toHaveLength(3000);
      expect(missing).toHaveLength(97_000);
      expect(ambiguous).toEqual([]);
    });
  });
});

async function deleteGone(database: Database, poolId: number): Promise<void> {
  const row = await database
    .selectFrom('directoryUser')
    .select('id')
    .where('poolId', '=', poolId)
    .where('username', '=', 'gone')
    .executeTakeFirstOrThrow();
  await deleteUsers(database, poolId, [row.id], learnt, Number.MAX_SAFE_INTEGER);
}
