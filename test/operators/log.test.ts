import { fileURLToPath } from 'node:url';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import fastify from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { createAuditLog } from '../../server/audit/store.ts';
import { openDatabase } from '../../server/db/database.ts';
import { createOperators } from '../../server/operators/create-operators.ts';
import { operatorSession } from '../../server/operators/plugin.ts';
import { operatorRoutes } from '../../server/operators/routes.ts';
import { errorPages } from '../../server/web/rendering/error-pages.ts';
import { pages } from '../../server/web/rendering/pages.ts';
import { createViews } from '../../server/web/rendering/views.ts';
import { declaredPermissions, operatorPermissions } from '../../server/web/requests/permission.ts';
import { runningSandbox } from '../sandbox/running.ts';

const views = createViews(fileURLToPath(new URL('../../views', import.meta.url)));
const password = 'Sandbox-1234';

/** The pages of operators alone, and what they write to the log. */
async function loggedPages() {
  const { sandbox } = await runningSandbox({ users: 0 });
  const database = await openDatabase('file::memory:');
  const lines: string[] = [];
  const app = fastify({
    logger: { level: 'trace', stream: { write: (line: string) => lines.push(line) } },
  });
  onTestFinished(async () => {
    await app.close();
    await database.destroy();
  });
  const services = createOperators({
    operatorPool: { ...sandbox, clientSecret: undefined },
    database,
    audit: createAuditLog(database, () => new Date()),
    groups: { admin: 'pool-admins', support: 'pool-support', auditor: 'pool-auditors' },
    secrets: ['s'.repeat(32)],
    isHttps: false,
    publicOrigin: () => 'http://console.test',
    demoOperators: [],
    now: () => new Date(),
    elapsed: () => performance.now(),
  });
  await app.register(cookie);
  await app.register(formbody);
  await app.register(operatorSession, services);
  await app.register(declaredPermissions);
  await app.register(operatorPermissions);
  await app.register(pages, {
    views,
    pools: [{ alias: 'sandbox', name: 'sandbox' }],
    isSandbox: false,
    noticeOf: async () => undefined,
    bannerOf: () => undefined,
  });
  await app.register(errorPages);
  await app.register(operatorRoutes, services);

  const post = async (url: string, fields: Record<string, string>, session = '') => {
    const reply = await app.inject({
      method: 'POST',
      url,
      payload: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      cookies: { poolkeeper: session },
    });
    return { status: reply.statusCode, session: reply.cookies[0]?.value ?? '' };
  };
  const log = () => lines.join('');
  return { post, log };
}

it('tells who signed in and out, by sub and session', async () => {
  const { post, log } = await loggedPages();
  const { session } = await post('/sign-in', { username: 'admin', password });
  await post('/sign-out', {}, session);
  expect(log()).toMatch(/"operator":"[0-9a-f-]{36}","role":"admin","session":"[0-9a-f]{16}"/);
  expect(log()).toContain('operator signed in');
  expect(log()).toContain('operator signed out');
  expect(log()).not.toContain(password);
  expect(log()).not.toContain(session);
  expect(log()).not.toContain('eyJ');
});

it('tells that a sign-in failed and from where, not the name, which may be a password', async () => {
  const { post, log } = await loggedPages();
  const { status } = await post('/sign-in', {
    username: 'My-secret-9',
    password: 'Other-secret-9',
  });
  expect(status).toBe(401);
  expect(log()).toContain('"code":"sign_in_failed","address":"127.0.0.1"');
  expect(log()).not.toMatch(/secret-9/i);
});
