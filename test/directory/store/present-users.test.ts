import { expect, it } from 'vitest';
import { createDirectoryReader } from '../../../server/directory/read-store/reader.ts';
import { poolIdOf } from '../../../server/directory/store/pools.ts';
import { applyUsers } from '../../../server/directory/store/users/apply-users.ts';
import { deleteUsers } from '../../../server/directory/store/users/delete-users.ts';
import { eachDatabase } from '../../helpers/each-database.ts';
import { noon, person } from '../people.ts';

const learnt = { at: noon, source: 'sync', auditNumber: undefined } as const;

eachDatabase((open) => {
  const filled = async (names: readonly string[], alias = 'main') => {
    const { database } = await open();
    const poolId = await poolIdOf(database, alias);
    const users = names.map((name) => person(name));
    const batch = { users, askedAt: noon, learnt, keepsHistory: false };
    const { ids } = await applyUsers(database, poolId, batch);
    const reader = createDirectoryReader({
      database,
      poolId,
      now: () => new Date(noon),
      revision: () => 0,
    });
    return { database, poolId, ids, users, reader };
  };

  it('finds present users by username and by sub, many at once', async () => {
    const names = Array.from({ length: 1200 }, (_, index) => `user-${index}`);
    const { reader, users } = await filled(names);
    const asked = users.map(({ sub, username }, index) => (index % 2 === 0 ? username : sub));
    const found = await reader.presentUsers([...asked, 'nobody', '', '\0', "' or 1=1 --", '%']);
    expect([...found.keys()]).toEqual(asked);
    expect([...found.values()].map(({ username }) => username)).toEqual(names);
  });

  it('takes a sub for that of its user, though a username imitates it', async () => {
    const { sub } = person('ada');
    const { reader } = await filled(['ada', sub]);
    expect((await reader.presentUsers([sub])).get(sub)).toEqual({ sub, username: 'ada' });
  });

  it('finds nobody who was deleted, or who is in another pool', async () => {
    const { database, poolId, ids, reader } = await filled(['ada', 'bob']);
    const other = await poolIdOf(database, 'other');
    const users = [person('eve')];
    await applyUsers(database, other, { users, askedAt: noon, learnt, keepsHistory: false });
    await deleteUsers(database, poolId, [...ids.values()].slice(0, 1), learnt, noon + 1);
    const found = await reader.presentUsers(['ada', person('ada').sub, 'bob', 'eve']);
    expect([...found.keys()]).toEqual(['bob']);
  });
});
