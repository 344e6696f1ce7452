import { describe, expect, it } from 'vitest';
import type { PoolGateway } from '../../server/cognito/gateway.ts';
import type { MirrorDirectory } from '../../server/directory/mirror-directory.ts';
import { createLimiter } from '../../server/directory/sync/limiter.ts';
import { PoolkeeperError } from '../../server/errors.ts';
import { eachDatabase } from '../helpers/each-database.ts';
import { mirrorOf, type TestPool, testPool, walked } from './pool.ts';

const noticeTimes = { look: 10, firstPause: 1 };

const namesOf = async (pool: TestPool, count: number): Promise<string[]> =>
  [...(await pool.everybody()).values()].slice(0, count).map(({ user }) => user.username);

/** How many of these users the mirror has with this name attribute. */
async function seen({ reader }: MirrorDirectory, users: readonly string[], name: string) {
  const found = await Promise.all(users.map((user) => reader.find(user)));
  return found.filter((one) => one?.user.attributes.name === name).length;
}

async function rename(pool: TestPool, users: readonly string[], name: string): Promise<void> {
  for (const user of users) await pool.update(user, { name });
}

/** A pool whose single users cannot be read, while it is listed as ever. */
function refusing(gateway: PoolGateway, status: number): PoolGateway {
  return {
    ...gateway,
    async findUser() {
      throw new PoolkeeperError({ code: 'pool_busy', status, publicMessage: 'Busy.' });
    },
  };
}

/** A pool that throttles every other look at a user, and fails at every fifth look at the groups. */
function unreliable(gateway: PoolGateway): PoolGateway {
  const [code, publicMessage] = ['pool_busy', 'Busy.'];
  let calls = 0;
  const failEvery = (times: number): void => {
    calls += 1;
    if (calls % times === 0) throw new PoolkeeperError({ code, status: 503, publicMessage });
  };
  return {
    ...gateway,
    async findUser(name) {
      failEvery(2);
      return gateway.findUser(name);
    },
    async groupsOfUser(name) {
      failEvery(5);
      return gateway.groupsOfUser(name);
    },
  };
}

eachDatabase((open) => {
  describe('Users named by notices', () => {
    it('are all read, however often the pool throttles and fails, without a full sync', async () => {
      const { database } = await open();
      const pool = await testPool({ users: 60 });
      const walkGateway = unreliable(pool.gateway);
      const directory = await mirrorOf(pool, database, { noticeTimes, walkGateway });
      await walked(directory);
      const syncs: Date[] = [];
      directory.events.on('complete', (completeAsOf) => syncs.push(completeAsOf));
      const users = await namesOf(pool, 40);
      await rename(pool, users, 'Noticed');
      await directory.readSoon(users);
      await expect.poll(() => seen(directory, users, 'Noticed')).toBe(40);
      expect(syncs).toEqual([]);
    });

    it('wait in the database for a process that reads them', async () => {
      const { database } = await open();
      const pool = await testPool({ users: 20 });
      const first = await mirrorOf(pool, database, { noticeTimes });
      await walked(first);
      await first.stop();
      const users = await namesOf(pool, 5);
      await rename(pool, users, 'Waiting');
      await first.readSoon(users);
      expect(await seen(first, users, 'Waiting')).toBe(0);
      const second = await mirrorOf(pool, database, { noticeTimes, holder: 'another process' });
      second.start();
      await expect.poll(() => seen(second, users, 'Waiting')).toBe(5);
    });

    it.each([
      ['attempts that all fail', 503],
      ['an answer that will not change', 403],
    ])('have the pool synced after %s', async (_what, status) => {
      const { database } = await open();
      const pool = await testPool({ users: 20 });
      const walkGateway = refusing(pool.gateway, status);
      const directory = await mirrorOf(pool, database, { noticeTimes, walkGateway });
      await walked(directory);
      const users = await namesOf(pool, 2);
      await rename(pool, users, 'Synced');
      await directory.readSoon(users);
      await expect.poll(() => seen(directory, users, 'Synced')).toBe(2);
      await expect
        .poll(() => database.selectFrom('noticedUser').select('name').execute())
        .toEqual([]);
    });

    it('are read before a full sync that is under way', async () => {
      const { database } = await open();
      const pool = await testPool({ users: 1200 });
      const limiter = createLimiter({ most: 20, elapsed: () => performance.now() });
      const directory = await mirrorOf(pool, database, { noticeTimes, limiter });
      let isSynced = false;
      directory.events.on('complete', () => {
        isSynced = true;
      });
      const users = await namesOf(pool, 10);
      directory.start();
      await new Promise<void>((resolve) => directory.events.once('progress', () => resolve()));
      await directory.readSoon(users);
      await expect
        .poll(() => database.selectFrom('noticedUser').select('name').execute())
        .toEqual([]);
      expect(isSynced).toBe(false);
    });
  });
});
