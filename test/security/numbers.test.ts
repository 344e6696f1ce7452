import { describe, expect, it } from 'vitest';
import { createDirectoryReader } from '../../server/directory/read-store/reader.ts';
import { standardLimits } from '../../server/directory/read-store/scope.ts';
import { poolIdOf } from '../../server/directory/store/pools.ts';
import { applyUsers } from '../../server/directory/store/users/apply-users.ts';
import { noon, person } from '../directory/people.ts';
import { launchConsole } from '../helpers/console.ts';
import { eachDatabase } from '../helpers/each-database.ts';

/** Rows that nobody has; some are larger than an integer of the databases, or no number at all. */
const numbers = [
  ...['0', '-1', '1.5', '1e300', '0x10', '%2B4915112345678', 'Infinity', 'NaN', '', '%00', '1%00'],
  ...['999999999', '2147483647', '2147483648', '-2147483649', '9007199254740993'],
  ...['99999999999999999999', '%EF%BC%91', '1;2', '1&{name}=2'],
];

const ids = [0, -1, 1.5, 1e300, 2 ** 31 - 1, 2 ** 31, 2 ** 53 - 1, '1', null];
const texts = ['\0', 'a\0b', '\ud800', "'", 'x'.repeat(5000), 1, null];

/** Where a list goes on, as only somebody who makes it up can ask for. */
const cursors = [
  ...ids.map((id) => ['username', 'ascending', 'a', id]),
  ...texts.map((key) => ['username', 'ascending', key, 1]),
  ...ids.map((key) => ['created', 'descending', key, 1]),
  ...ids.map((id) => ['created', 'descending', 1, id]),
].map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url'));

describe('A number or a place in a list that somebody makes up', () => {
  eachDatabase((open) => {
    it('is one that no row has, or is refused', async () => {
      const { url } = await open();
      const running = await launchConsole({ environment: { DATABASE_URL: url } });
      const admin = await running.signedIn('admin');
      const places = numbers.flatMap((number) =>
        [
          'users?done=',
          'audit/',
          'audit?before=',
          'audit/verify?since=',
          'jobs?before=',
          'jobs/',
          `users/auditor?history=${number}.`,
          'views/',
        ].map((place) => {
          const name = /\?(\w+)/.exec(place)?.[1] ?? 'number';
          return place + number.replace('{name}', name);
        }),
      );
      const faults: string[] = [];
      for (const place of places) {
        const { status } = await admin.get(`/pools/sandbox/${place}`);
        if (status >= 500) faults.push(`${place} answered ${status}`);
      }
      expect(faults).toEqual([]);
    });

    it('is refused by the list, however it goes through the users', async () => {
      const { database } = await open();
      const poolId = await poolIdOf(database, 'main');
      const users = Array.from({ length: 50 }, (_, index) => person(`user${index}`));
      const learnt = { at: noon, source: 'sync', auditNumber: undefined } as const;
      await applyUsers(database, poolId, { users, askedAt: noon, learnt, keepsHistory: false });
      for (const limits of [standardLimits, { ...standardLimits, collected: 5, glanced: 5 }]) {
        const reader = createDirectoryReader({
          database,
          poolId,
          now: () => new Date(noon),
          revision: () => 0,
          limits,
        });
        const refused = new Set<string>();
        for (const cursor of cursors) {
          const [column = '', direction] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
          const listed = reader.list({ terms: [], sort: { column, direction }, cursor, limit: 5 });
          const error = await listed.then(
            () => undefined,
            (reason: unknown) => reason,
          );
          if (error === undefined) continue;
          expect(error).toMatchObject({ code: 'bad_cursor' });
          refused.add(cursor);
        }
        // Some are places where a list could go on; most are none.
        expect(refused.size).toBeGreaterThan(cursors.length / 2);
        expect(refused.size).toBeLessThan(cursors.length);
      }
    });
  });
});
