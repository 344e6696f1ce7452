import fastify, { type FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { beforeEach, expect, it } from 'vitest';
import { PoolkeeperError } from '../../server/errors.ts';
import type { Operator } from '../../server/operators/operator.ts';
import { crossSiteProtection } from '../../server/web/requests/origin/cross-site.ts';
import { declaredPermissions, operatorPermissions } from '../../server/web/requests/permission.ts';

let operator: Operator | undefined;
let app: FastifyInstance;

const auditor: Operator = {
  sub: '1',
  username: 'auditor',
  displayName: 'auditor',
  role: 'auditor',
  sessionId: 's',
  signedInAt: new Date(0),
};

const session = fp(
  async (instance) => {
    instance.decorateRequest('operator', undefined);
    instance.addHook('onRequest', async (request) => {
      request.operator = operator;
    });
  },
  { name: 'operator-session' },
);

beforeEach(async () => {
  operator = undefined;
  app = fastify();
  app.setErrorHandler((error, _request, reply) =>
    reply.code(error instanceof PoolkeeperError ? error.status : 500).send(),
  );
  await app.register(session);
  await app.register(crossSiteProtection, { publicOrigin: () => 'http://console.test' });
  await app.register(declaredPermissions);
  await app.register(operatorPermissions);
  return () => app.close();
});

it('does not start with a route that declares no permission', () => {
  expect(() => app.get('/forgotten', async () => 'open')).toThrow('declares no permission');
});

it('lets anyone reach what is public, and nobody else what is not', async () => {
  app.get('/public', { config: { permission: 'public' } }, async () => 'ok');
  app.get('/mine', { config: { permission: 'signed-in' } }, async () => 'ok');
  app.get('/users', { config: { permission: 'users:read' } }, async () => 'ok');
  app.get('/danger', { config: { permission: 'users:delete' } }, async () => 'ok');
  const status = async (url: string) => (await app.inject(url)).statusCode;

  expect(await status('/public')).toBe(200);
  expect(await status('/mine')).toBe(303);
  expect(await status('/users')).toBe(303);
  operator = auditor;
  expect(await status('/mine')).toBe(200);
  expect(await status('/users')).toBe(200);
  expect(await status('/danger')).toBe(403);
});

it('asks to sign in and comes back to a page that was read, but not to a form that was posted', async () => {
  app.get('/page', { config: { permission: 'signed-in' } }, async () => 'ok');
  app.post('/page', { config: { permission: 'signed-in' } }, async () => 'ok');
  const read = await app.inject('/page?a=1&b=2');
  expect(read.headers.location).toBe('/sign-in?return_to=%2Fpage%3Fa%3D1%26b%3D2');
  // Encoded, it would be more than a client takes as a header.
  const long = await app.inject(`/page?a=${'>'.repeat(5000)}`);
  expect([long.statusCode, long.headers.location]).toEqual([303, '/sign-in']);
  const posted = await app.inject({ method: 'POST', url: '/page' });
  expect(posted.headers.location).toBe('/sign-in');
});

it('tells htmx and programs that the session ended, instead of redirecting them', async () => {
  app.get('/page', { config: { permission: 'signed-in' } }, async () => 'ok');
  const partial = await app.inject({
    url: '/page',
    headers: { 'hx-request': 'true', 'hx-current-url': 'http://console.test/list?x=1' },
  });
  expect(partial.statusCode).toBe(401);
  expect(partial.headers['hx-redirect']).toBe('/sign-in?return_to=%2Flist%3Fx%3D1');
  const program = await app.inject({ url: '/page', headers: { accept: 'application/json' } });
  expect(program.statusCode).toBe(401);
  expect(program.json()).toMatchObject({ error: { code: 'not_signed_in' } });
});

it.each([
  [{ 'sec-fetch-site': 'same-origin' }, 200],
  [{ 'sec-fetch-site': 'none' }, 200],
  [{ 'sec-fetch-site': 'cross-site' }, 403],
  [{ 'sec-fetch-site': 'same-site' }, 403],
  [{ 'sec-fetch-site': 'cross-site', origin: 'http://console.test' }, 403],
  [{ origin: 'http://console.test' }, 200],
  [{ origin: 'http://evil.test' }, 403],
  [{ origin: 'null' }, 403],
  [{ cookie: 'session=1' }, 403],
  [{}, 200],
])('answers a changing request with %j by %i', async (headers, status) => {
  app.post('/change', { config: { permission: 'public' } }, async () => 'ok');
  const reply = await app.inject({ method: 'POST', url: '/change', headers });
  expect(reply.statusCode).toBe(status);
});
