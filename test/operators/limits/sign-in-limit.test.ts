import formbody from '@fastify/formbody';
import fastify from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { type Database, openDatabase } from '../../../server/db/database.ts';
import { PoolkeeperError } from '../../../server/errors.ts';
import { createTries } from '../../../server/limits/tries.ts';
import { signInLimit } from '../../../server/operators/pages/sign-in/sign-in-limit.ts';
import { eachDatabase } from '../../helpers/each-database.ts';

type Limits = { readonly address: number; readonly username: number };
type Clock = { ahead: number };

/** Time stands still unless a test moves it, so that no minute ends by itself. */
const start = Date.UTC(2026, 10, 20);

/** A door that opens for the password "right" only, and is broken for "broken". */
async function door(database: Database, limits: Limits, clock: Clock = { ahead: 0 }) {
  const app = fastify({ trustProxy: true });
  onTestFinished(() => app.close());
  await app.register(formbody);
  app.setErrorHandler((error, _request, reply) => {
    const isOurs = error instanceof PoolkeeperError;
    return reply.code(isOurs ? error.status : 500).send({ after: isOurs && error.retryAfter });
  });
  const tries = createTries({
    database,
    secrets: ['s'.repeat(32)],
    now: () => new Date(start + clock.ahead),
  });
  await app.register(async (scope) => {
    const limit = signInLimit(scope, { tries, signInLimit: limits });
    scope.post<{ Body: { password?: string } }>(
      '/sign-in',
      { preHandler: limit.check },
      async (request, reply) => {
        if (request.body.password === 'right') return 'welcome';
        if (request.body.password === 'broken') throw new Error('The pool is away.');
        await limit.countFailure(request);
        return reply.code(401).send();
      },
    );
  });
  return async (username: string, password: string, address = '192.0.2.1') => {
    const { statusCode, body } = await app.inject({
      method: 'POST',
      url: '/sign-in',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-forwarded-for': address,
      },
      payload: new URLSearchParams({ username, password }).toString(),
    });
    return { status: statusCode, body };
  };
}

async function memory(): Promise<Database> {
  const database = await openDatabase('file::memory:');
  onTestFinished(() => database.destroy());
  return database;
}

type Reply = Awaited<ReturnType<Awaited<ReturnType<typeof door>>>>;

async function statuses(replies: Iterable<Promise<Reply>>): Promise<number[]> {
  return (await Array.fromAsync(replies)).map(({ status }) => status);
}

it('stops guessing one username, however it is written, and says for how long', async () => {
  const knock = await door(await memory(), { address: 100, username: 3 });
  const tries = ['ada', 'ADA', ' ada '].map((name) => knock(name, 'wrong'));
  expect(await statuses(tries)).toEqual([401, 401, 401]);
  const stopped = await knock('ada', 'right');
  expect(stopped.status).toBe(429);
  const { after } = JSON.parse(stopped.body);
  expect(after).toBeGreaterThan(0);
  expect(after).toBeLessThanOrEqual(60);
  expect((await knock('grace', 'right')).status).toBe(200);
  expect((await knock('ada', 'right', '192.0.2.2')).status).toBe(200);
});

it('stops guessing many usernames from one address', async () => {
  const knock = await door(await memory(), { address: 3, username: 100 });
  const tries = ['a', 'b', 'c'].map((name) => knock(name, 'wrong'));
  expect(await statuses(tries)).toEqual([401, 401, 401]);
  expect((await knock('d', 'right')).status).toBe(429);
});

it('takes a network of IPv6 addresses for one', async () => {
  const knock = await door(await memory(), { address: 2, username: 100 });
  await knock('a', 'wrong', '2001:db8:1:2::1');
  await knock('b', 'wrong', '2001:db8:1:2:ffff::2');
  expect((await knock('c', 'right', '2001:db8:1:2:aaaa::3')).status).toBe(429);
  expect((await knock('c', 'right', '2001:db8:1:3::1')).status).toBe(200);
});

eachDatabase((open) => {
  it('keeps nobody out who signs in often, or while the pool is away', async () => {
    const { database } = await open();
    const knock = await door(database, { address: 3, username: 3 });
    const passwords = Array.from({ length: 20 }, (_, count) => (count % 2 ? 'right' : 'broken'));
    const seen: number[] = [];
    for (const password of passwords) seen.push((await knock('ada', password)).status);
    expect(new Set(seen)).toEqual(new Set([200, 500]));
  });

  it('lets people in again a minute later', async () => {
    const { database } = await open();
    const clock = { ahead: 0 };
    const knock = await door(database, { address: 100, username: 1 }, clock);
    expect((await knock('ada', 'wrong')).status).toBe(401);
    expect((await knock('ada', 'right')).status).toBe(429);
    clock.ahead = 60_000;
    expect((await knock('ada', 'right')).status).toBe(200);
    expect((await knock('ada', 'wrong')).status).toBe(401);
    expect((await knock('ada', 'right')).status).toBe(429);
  });

  it('holds for several processes together, also for tries at the same moment', async () => {
    const { database, url } = await open();
    const isShared = url !== 'file::memory:';
    const other = isShared ? await openDatabase(url) : database;
    if (isShared) onTestFinished(() => other.destroy());
    const limits = { address: 100, username: 5 };
    const doors = [await door(database, limits), await door(other, limits)];
    const tries = Array.from({ length: 40 }, (_, count) => doors[count % 2]?.('ada', 'wrong'));
    const replies = await Promise.all(tries);
    const failed = replies.filter((reply) => reply?.status === 401);
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.length).toBeLessThanOrEqual(limits.username);
    for (const knock of doors) {
      // Tries that were refused do not count: what is left of the limit can still be used up.
      while ((await knock('ada', 'wrong')).status === 401) failed.push({ status: 401, body: '' });
    }
    expect(failed).toHaveLength(limits.username);
    for (const knock of doors) expect((await knock('ada', 'right')).status).toBe(429);
  });

  it('keeps neither names nor addresses, and nothing for longer than it is needed', async () => {
    const { database } = await open();
    const clock = { ahead: 0 };
    const knock = await door(database, { address: 100, username: 100 }, clock);
    await knock('ada', 'wrong', '192.0.2.77');
    const rows = await database.selectFrom('signInTry').selectAll().execute();
    expect(rows).toHaveLength(2);
    for (const { key } of rows) expect(key).toMatch(/^[0-9a-f]{64}$/);
    clock.ahead = 60_000;
    await knock('grace', 'wrong', '192.0.2.78');
    const later = await database.selectFrom('signInTry').selectAll().execute();
    expect(later.map(({ key }) => key).some((key) => rows.some((row) => row.key === key))).toBe(
      false,
    );
    expect(later).toHaveLength(2);
  });
});
