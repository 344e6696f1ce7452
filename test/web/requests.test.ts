import { expect, it } from 'vitest';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole();
const form = { 'content-type': 'application/x-www-form-urlencoded' };

it('answers a wrong method, content type, size or address with a 4xx page', async () => {
  const admin = await running().signedIn('admin');
  const disable = '/pools/sandbox/users/admin/actions/disable';
  const tries = [
    ['PUT', '/pools/sandbox/users', {}, 404],
    ['DELETE', '/pools/sandbox/users/admin', {}, 404],
    ['POST', disable, { headers: { 'content-type': 'application/json' }, body: '{}' }, 415],
    ['POST', disable, { headers: { 'content-type': 'text/plain' }, body: 'a=b' }, 415],
    ['POST', disable, { headers: form, body: `a=${'b'.repeat(300_000)}` }, 413],
    ['GET', '/pools/sandbox/users/%FF', {}, 400],
    ['GET', `/pools/sandbox/users/${'a'.repeat(5000)}`, {}, 400],
    ['GET', `/pools/sandbox/users?sort=${'a'.repeat(3000)}`, {}, 400],
    ['GET', '/pools/sandbox/audit?before=none', {}, 400],
    ['GET', '/nowhere', {}, 404],
  ] as const;
  for (const [method, path, options, status] of tries) {
    const reply = await admin.request(method, path, options);
    const label = `${method} ${path.slice(0, 60)}`;
    expect([label, reply.status]).toEqual([label, status]);
    expect(reply.headers.get('content-type')).toContain('text/html');
    expect(reply.text).toContain('Back to the start page');
    expect(reply.body).not.toMatch(/ {4}at |node_modules|Error:/);
  }
});

it('answers programs in JSON', async () => {
  const admin = await running().signedIn('admin');
  const reply = await admin.get('/pools/sandbox/users/nobody', { accept: 'application/json' });
  expect(reply.status).toBe(404);
  expect(JSON.parse(reply.body)).toMatchObject({
    error: { code: 'user_not_found', requestId: expect.any(String) },
  });
});

it('sends the protecting headers with every kind of answer', async () => {
  const admin = await running().signedIn('admin');
  const paths = ['/sign-in', '/pools/sandbox/users', '/nowhere', '/pools/sandbox/users/%FF'];
  for (const path of paths) {
    const { headers } = await admin.get(path);
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
  }
});

it('does nothing that another site asks for', async () => {
  const admin = await running().signedIn('admin');
  const reply = await admin.post(
    '/pools/sandbox/users/auditor/actions/disable',
    {},
    { origin: 'https://evil.example' },
  );
  expect(reply.status).toBe(403);
  expect(reply.text).toContain('came from another site');
});

it('says whether it is up and ready', async () => {
  const nobody = running().client();
  expect(JSON.parse((await nobody.get('/healthz')).body)).toEqual({ status: 'ok' });
  expect(JSON.parse((await nobody.get('/readyz')).body)).toEqual({
    status: 'ready',
    dependencies: { database: 'ok', pool: 'ok' },
  });
});
