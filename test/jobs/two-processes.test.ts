import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { eachDatabase } from '../helpers/each-database.ts';
import { proxyOf } from '../helpers/pool-proxy.ts';
import { itemsOf, ordered, script, worldWith } from './process-world.ts';

eachDatabase((open, database) => {
  it('is carried out by one of three processes, each user once', async () => {
    // A database in memory is nobody else's.
    const given = database === 'SQLite' ? undefined : await open();
    const world = await worldWith(60, given);
    const { pool, names, url } = world;
    const { userPoolId, region } = pool.sandbox;
    const proxies = await Promise.all([1, 2, 3].map(() => proxyOf(pool.sandbox)));
    const job = await ordered(world, 'user.disable', names);
    const processes = proxies.map((proxy) =>
      // With the real length of the lease, so that a busy machine does not end it.
      spawn(process.execPath, [script, proxy.pool.endpoint, userPoolId, region, url, 'own-times'], {
        stdio: ['ignore', 'ignore', 'inherit'],
      }),
    );
    await Promise.all(processes.map((one) => once(one, 'exit')));

    const states = (await itemsOf(world, job)).map(({ state }) => state);
    expect(states).toEqual(names.map(() => 'done'));
    const calls = proxies.map((proxy) =>
      names.map((name) => proxy.asked('AdminDisableUser', name)).reduce((sum, one) => sum + one),
    );
    expect(calls.toSorted((one, other) => one - other)).toEqual([0, 0, 60]);
  });
});
