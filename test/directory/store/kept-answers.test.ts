import { expect, it } from 'vitest';
import { standardSort } from '../../../server/directory/query.ts';
import { createDirectoryReader } from '../../../server/directory/read-store/reader.ts';
import { poolIdOf } from '../../../server/directory/store/pools.ts';
import { applyUsers } from '../../../server/directory/store/users/apply-users.ts';
import { eachDatabase } from '../../helpers/each-database.ts';
import { crowd, noon } from '../people.ts';

const learnt = { at: noon, source: 'sync', auditNumber: undefined } as const;

eachDatabase((open) => {
  async function mirrorOfThree() {
    const { database } = await open();
    const poolId = await poolIdOf(database, 'main');
    const write = (users: ReturnType<typeof crowd>) =>
      applyUsers(database, poolId, { users, askedAt: noon, learnt, keepsHistory: false });
    await write(crowd(3));
    const process = { time: noon, revision: 0 };
    const reader = createDirectoryReader({
      database,
      poolId,
      now: () => new Date(process.time),
      revision: () => process.revision,
    });
    const listed = async () => {
      const query = { terms: [], sort: standardSort, cursor: undefined, limit: 50 };
      return (await reader.list(query)).users.length;
    };
    return { write, process, reader, listed };
  }

  it('a list shows what this process wrote at once', async () => {
    const { write, process, listed } = await mirrorOfThree();
    expect(await listed()).toBe(3);
    await write(crowd(4));
    process.revision += 1;
    expect(await listed()).toBe(4);
  });

  it('a list and its count show what another process wrote after two seconds', async () => {
    const { write, process, reader, listed } = await mirrorOfThree();
    expect([await listed(), (await reader.summary([])).count.total]).toEqual([3, 3]);
    await write(crowd(4));
    process.time += 2000;
    expect([await listed(), (await reader.summary([])).count.total]).toEqual([4, 4]);
  });

  it('a list asked for again at once is the same answer, another one is not', async () => {
    const { reader } = await mirrorOfThree();
    const query = { terms: [], sort: standardSort, cursor: undefined, limit: 2 };
    const first = await reader.list(query);
    expect(await reader.list({ ...query })).toBe(first);
    expect(await reader.list({ ...query, cursor: first.nextCursor })).not.toBe(first);
  });
});
