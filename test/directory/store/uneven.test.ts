import { expect, it } from 'vitest';
import { standardSort } from '../../../server/directory/query.ts';
import { createDirectoryReader } from '../../../server/directory/read-store/reader.ts';
import { standardLimits } from '../../../server/directory/read-store/scope.ts';
import { parseSearch } from '../../../server/directory/search-language.ts';
import { poolIdOf } from '../../../server/directory/store/pools.ts';
import { applyUsers } from '../../../server/directory/store/users/apply-users.ts';
import { eachDatabase } from '../../helpers/each-database.ts';
import { noon, person } from '../people.ts';

const learnt = { at: noon, source: 'sync', auditNumber: undefined } as const;
const minute = 60_000;

/** The 50 who were there first are unconfirmed; 150 came since, and confirmed. */
const users = Array.from({ length: 200 }, (_, index) =>
  person(`user${index}`, {
    status: index < 50 ? 'UNCONFIRMED' : 'CONFIRMED',
    createdAt: new Date(noon - 10_000 * minute + index * minute),
  }),
);

eachDatabase((open) => {
  it('lists a status page by page when all of its users stand at the end', async () => {
    const { database } = await open();
    const poolId = await poolIdOf(database, 'main');
    await applyUsers(database, poolId, { users, askedAt: noon, learnt, keepsHistory: false });
    const reader = createDirectoryReader({
      database,
      poolId,
      now: () => new Date(noon),
      revision: () => 0,
      // Less than stand in front of them.
      limits: { ...standardLimits, glanced: 60 },
    });
    const { terms = [] } = parseSearch('status:UNCONFIRMED');
    const found: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await reader.list({ terms, sort: standardSort, cursor, limit: 5 });
      found.push(page.users.map(({ user }) => user.username));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(found).toHaveLength(10);
    expect(found.flat()).toEqual(
      users
        .slice(0, 50)
        .map(({ username }) => username)
        .reverse(),
    );
  });
});
