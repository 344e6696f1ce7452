import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { consoleForTest, operatorPassword } from '../helpers/console.ts';
import { onPostgres } from '../helpers/each-database.ts';
import { peopleOf } from '../helpers/people.ts';
import { proxyOf } from '../helpers/pool-proxy.ts';
import { runningSandbox } from '../sandbox/running.ts';

const removal = (username: string): string =>
  `/pools/sandbox/users/${username}/actions/remove-from-group`;
const group = { group: 'pool-admins' };

onPostgres((freshDatabase) => {
  /** Two console processes in all that matters: they share the database and the pool, nothing else. */
  async function twoConsoles(now = () => new Date()) {
    const { sandbox } = await runningSandbox();
    const proxy = await proxyOf(sandbox);
    const url = await freshDatabase();
    const environment = {
      DATABASE_URL: url,
      SESSION_SECRET: 'Hq3vZ8kW1xN5tR7mB2cL9pD4sF6gJ0yA',
    };
    const [here, there] = [
      await consoleForTest({ pool: proxy.pool, environment, now }),
      await consoleForTest({ pool: proxy.pool, environment, now }),
    ];
    return { here, there, proxy, url };
  }

  it('Two administrators who remove each other through two consoles leave one', async () => {
    const { here, there, proxy } = await twoConsoles();
    const people = peopleOf(here);
    const names = [await people.confirmed(), await people.confirmed()] as const;
    for (const name of names) await people.addToGroup(name, 'pool-admins');
    const [first, second] = [await here.signedIn(names[0]), await there.signedIn(names[1])];
    // The demo administrator steps aside, so that only these two are left.
    expect((await first.post('/pools/sandbox/users/admin/actions/disable')).status).toBe(303);

    // Neither removal happens before both consoles had the time to see two administrators.
    const release = proxy.hold('AdminRemoveUserFromGroup');
    const replies = Promise.all([
      first.post(removal(names[1]), group),
      second.post(removal(names[0]), group),
    ]);
    const asked = () => names.map((name) => proxy.asked('AdminRemoveUserFromGroup', name));
    await expect.poll(() => Math.max(...asked())).toBe(1);
    await setTimeout(500);
    expect(asked().sort()).toEqual([0, 1]);
    release();

    const [one, other] = await replies;
    expect([one.status, other.status].sort()).toEqual([303, 409]);
    expect((one.status === 409 ? one : other).text).toContain('last enabled administrator');
    const left = await Promise.all(names.map((name) => people.groups(name)));
    expect(left.flat()).toEqual(['pool-admins']);
  });

  it('A session of one console is one of the other, and ends for both', async () => {
    const { here, there } = await twoConsoles();
    const [client, elsewhere] = [await here.signedIn('auditor'), there.client()];
    const page = '/pools/sandbox/users';
    for (const [name, value] of client.cookies) elsewhere.setCookie(name, value);
    expect((await elsewhere.get(page)).status).toBe(200);
    await elsewhere.post('/sign-out');
    expect((await client.get(page)).headers.get('location')).toContain('/sign-in');
  });

  it('A console goes on when the database has dropped its connections', async () => {
    const { here, url } = await twoConsoles();
    const client = await here.signedIn('auditor');
    const outside = new pg.Client({ connectionString: url });
    await outside.connect();
    onTestFinished(() => outside.end());
    await outside.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`);
    await expect.poll(async () => (await client.get('/pools/sandbox/users')).status).toBe(200);
    expect((await client.get('/readyz')).status).toBe(200);
  });

  it('Guesses spread over two consoles are limited together', async () => {
    // However long the guessing takes, it is within one minute.
    const time = new Date();
    const { here, there } = await twoConsoles(() => time);
    const consoles = [here.client(), there.client()];
    const guess = (index: number, password: string) =>
      consoles[index % 2]?.post('/sign-in', { username: 'admin', password });
    const allowed = 20;
    for (let count = 0; count < allowed; count += 1) {
      expect((await guess(count, `wrong ${count}`))?.text).not.toContain('Wait a minute');
    }
    for (const index of [0, 1]) {
      const refused = await guess(index, operatorPassword);
      expect(refused?.status).toBe(429);
      expect(refused?.text).toContain('Wait a minute');
    }
  }, 300_000);
});
