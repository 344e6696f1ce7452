import { describe, it } from 'vitest';
import type { PoolGateway } from '../../server/cognito/gateway.ts';
import { noFaults } from '../../server/sandbox/options.ts';
import { eachDatabase } from '../helpers/each-database.ts';
import { expectEqual, mirrorOf, type TestPool, testPool, walked } from './pool.ts';

/** Users come, change, join groups and go until the work is done. */
async function withChurn(pool: TestPool, work: Promise<void>): Promise<void> {
  let isDone = false;
  const people = [...(await pool.everybody()).values()].map(({ user }) => user.username);
  const churn = async (): Promise<void> => {
    for (let round = 0; !isDone; round += 1) {
      const name = people[(round * 7) % people.length] ?? '';
      const change = [
        () => pool.create(`churn${round}`, { name: `Churn ${round}` }),
        () => pool.join(`churn${round - 1}`, 'beta'),
        () => pool.remove(`churn${round - 20}`),
        () => pool.disable(name),
        () => pool.update(name, { name: `Changed ${round}` }),
        () => pool.join(name, 'editors'),
        () => pool.leave(name, 'newsletter'),
        () => pool.remove(people[(round * 11 + 3) % people.length] ?? ''),
      ][round % 8];
      // Somebody may be gone by now; that is part of the churn.
      await change?.().catch((error: Error) => {
        if (error.name !== 'UserNotFoundException') throw error;
      });
    }
  };
  const churning = churn();
  await work.finally(() => {
    isDone = true;
  });
  await churning;
}

/** Lists as badly as the service may: pages cut short or empty, and tokens that end too soon. */
function unreliable(gateway: PoolGateway): PoolGateway {
  let calls = 0;
  let expiries = 0;
  return {
    ...gateway,
    async listUsers(request) {
      calls += 1;
      const { token } = request;
      if (token !== undefined && calls % 9 === 0 && expiries < 20) {
        expiries += 1;
        return gateway.listUsers({ ...request, token: 'expired long ago' });
      }
      if (token !== undefined && calls % 4 === 0) return { items: [], nextToken: token };
      return gateway.listUsers({ ...request, limit: 1 + (calls % 20) });
    },
  };
}

eachDatabase((open) => {
  describe('The mirror ends equal to the pool', () => {
    it('when calls are throttled, fail and are cut off while users change', async () => {
      const { database } = await open();
      const faults = { ...noFaults, throttle: 0.1, error: 0.02, drop: 0.02, seed: 7 };
      const pool = await testPool({ users: 1500, faults });
      const directory = await mirrorOf(pool, database);
      await withChurn(pool, walked(directory));
      // What changed behind the back of that walk is seen by the next.
      await withChurn(pool, walked(directory));
      await walked(directory);
      await expectEqual(directory, pool);
    });

    it('when pages are short or empty and tokens expire', async () => {
      const { database } = await open();
      const pool = await testPool({ users: 700 });
      const walkGateway = unreliable(pool.gateway);
      const directory = await mirrorOf(pool, database, { walkGateway });
      await walked(directory);
      await walked(directory);
      await expectEqual(directory, pool);
    });

    it('when the pool pays no heed to a filter by prefix, or refuses it', async () => {
      for (const isRefused of [true, false]) {
        const { database } = await open();
        const pool = await testPool({ users: 150 });
        const walkGateway: PoolGateway = {
          ...pool.gateway,
          listUsers: ({ filter, ...request }) =>
            pool.gateway.listUsers(
              isRefused && filter
                ? {
                    ...request,
                    filter: { ...filter, attribute: 'cognito:user_status', match: 'prefix' },
                  }
                : request,
            ),
        };
        const directory = await mirrorOf(pool, database, { walkGateway });
        await walked(directory);
        await expectEqual(directory, pool);
      }
    });

    it('when pieces leave users out, which is found out before anybody is called gone', async () => {
      const { database } = await open();
      const pool = await testPool({ users: 300 });
      const walkGateway: PoolGateway = {
        ...pool.gateway,
        async listUsers(request) {
          const page = await pool.gateway.listUsers(request);
          if (request.filter?.value !== 'a') return page;
          return { ...page, items: page.items.slice(1) };
        },
      };
      const whole = await mirrorOf(pool, database);
      await walked(whole);
      await whole.stop();
      const directory = await mirrorOf(pool, database, { walkGateway });
      await walked(directory);
      await expectEqual(directory, pool);
    });
  });
});
