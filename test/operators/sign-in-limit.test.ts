import formbody from '@fastify/formbody';
import fastify from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { PoolkeeperError } from '../../server/errors.ts';
import { signInLimit } from '../../server/operators/pages/sign-in/sign-in-limit.ts';

/** A door that opens for the password "right" only. */
async function door(limits: { address: number; username: number }) {
  const app = fastify({ trustProxy: true });
  onTestFinished(() => app.close());
  await app.register(formbody);
  app.setErrorHandler((error, _request, reply) => {
    const isOurs = error instanceof PoolkeeperError;
    return reply.code(isOurs ? error.status : 500).send({ after: isOurs && error.retryAfter });
  });
  await app.register(async (scope) => {
    const limit = await signInLimit(scope, limits);
    scope.post<{ Body: { password?: string } }>(
      '/sign-in',
      { preHandler: limit.check },
      async (request, reply) => {
        if (request.body.password === 'right') return 'welcome';
        await limit.countFailure(request);
        return reply.code(401).send();
      },
    );
  });
  return (username: string, password: string, address = '192.0.2.1') =>
    app.inject({
      method: 'POST',
      url: '/sign-in',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-forwarded-for': address,
      },
      payload: new URLSearchParams({ username, password }).toString(),
    });
}

async function statuses(replies: Iterable<Promise<{ statusCode: number }>>): Promise<number[]> {
  return (await Array.fromAsync(replies)).map(({ statusCode }) => statusCode);
}

it('stops guessing one username, however it is written, and says for how long', async () => {
  const knock = await door({ address: 100, username: 3 });
  const tries = ['ada', 'ADA', ' ada '].map((name) => knock(name, 'wrong'));
  expect(await statuses(tries)).toEqual([401, 401, 401]);
  const stopped = await knock('ada', 'right');
  expect(stopped.statusCode).toBe(429);
  expect(stopped.json().after).toBeGreaterThan(0);
  expect((await knock('grace', 'right')).statusCode).toBe(200);
  expect((await knock('ada', 'right', '192.0.2.2')).statusCode).toBe(200);
});

it('stops guessing many usernames from one address', async () => {
  const knock = await door({ address: 3, username: 100 });
  const tries = ['a', 'b', 'c'].map((name) => knock(name, 'wrong'));
  expect(await statuses(tries)).toEqual([401, 401, 401]);
  expect((await knock('d', 'right')).statusCode).toBe(429);
});

it('takes a network of IPv6 addresses for one', async () => {
  const knock = await door({ address: 2, username: 100 });
  await knock('a', 'wrong', '2001:db8:1:2::1');
  await knock('b', 'wrong', '2001:db8:1:2:ffff::2');
  expect((await knock('c', 'right', '2001:db8:1:2:aaaa::3')).statusCode).toBe(429);
  expect((await knock('c', 'right', '2001:db8:1:3::1')).statusCode).toBe(200);
});

it('keeps nobody out who signs in often', async () => {
  const knock = await door({ address: 3, username: 3 });
  const tries = Array.from({ length: 10 }, () => knock('ada', 'right'));
  expect(new Set(await statuses(tries))).toEqual(new Set([200]));
});
