import { expect, it } from 'vitest';
import { roles } from '../../server/operators/permissions.ts';
import { consoleForTest, type TestConsole } from '../helpers/console.ts';
import type { ConsoleClient, Reply } from '../helpers/console-client.ts';
import { onPostgres } from '../helpers/each-database.ts';
import { peopleOf } from '../helpers/people.ts';

/** What drivers, their libraries and stack traces say. */
const raw = /ECONN|terminat|timeout|\bpg\b|kysely|node_modules|\bat async\b|Internal Server Error/i;

const saysSo = (reply: Reply): boolean =>
  reply.status === 503 &&
  /own storage cannot be read or written at the moment. Nothing was changed/.test(reply.body) &&
  !raw.test(reply.body);

const path = '/pools/sandbox/users';

/** The console answers again by itself, whatever connections it had. */
async function untilItReads(client: ConsoleClient): Promise<void> {
  await expect
    .poll(async () => (await client.get(path)).status, { timeout: 60_000, interval: 200 })
    .toBe(200);
}

async function onDatabase(url: string, seconds = '5'): Promise<TestConsole> {
  return consoleForTest({
    sandbox: { users: 20 },
    environment: {
      DATABASE_URL: url,
      DATABASE_CONNECT_SECONDS: seconds,
      DATABASE_STATEMENT_SECONDS: seconds,
    },
  });
}

onPostgres((freshDatabase, server) => {
  it.each(roles)(
    'that is shut down is 503 under every route for %s, until it is back',
    async (role) => {
      const running = await onDatabase(await freshDatabase());
      const username = await peopleOf(running).confirmed();
      const client = await running.signedIn(role);
      await server().shutDown();
      const wrong: unknown[] = [];
      try {
        for (const { method, url, permission } of running.routes) {
          if (method === 'HEAD' || method === 'TRACE' || permission === 'public') continue;
          // No cookie names an operator there.
          if (url.startsWith('/api/')) continue;
          const address = url
            .replace(':pool', 'sandbox')
            .replace(':name', url.includes('/groups/') ? 'editors' : username)
            .replace(/:\w+/g, '1');
          const reply =
            method === 'POST'
              ? await client.post(address, { confirmation: '-' })
              : await client.request(method, address);
          if (!saysSo(reply)) wrong.push([method, url, reply.status, reply.body.slice(0, 100)]);
        }
        expect(
          saysSo(await running.client().post('/sign-in', { username: 'a', password: 'b' })),
        ).toBe(true);
        expect((await client.get('/readyz')).status).toBe(503);
      } finally {
        await server().startAgain();
      }
      expect(wrong).toEqual([]);
      await untilItReads(client);
    },
  );

  it('that hangs is 503 after the time of the settings, for all who wait, until it proceeds', async () => {
    const running = await onDatabase(await freshDatabase(), '1');
    const client = await running.signedIn('admin');
    expect((await client.get(path)).status).toBe(200);
    server().hang();
    try {
      const begun = performance.now();
      const replies = await Promise.all(Array.from({ length: 30 }, () => client.get(path)));
      expect(replies.map(saysSo)).toEqual(replies.map(() => true));
      // A second to connect or for the statement, and one more for the server's own timeout: not 30.
      expect(performance.now() - begun).toBeLessThan(20_000);
      expect((await client.get('/healthz')).status).toBe(200);
    } finally {
      server().proceed();
    }
    await untilItReads(client);
    const reply = await client.post('/pools/sandbox/freshness');
    expect(reply.status).toBe(303);
  });
});
