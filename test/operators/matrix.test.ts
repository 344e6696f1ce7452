import { randomUUID } from 'node:crypto';
import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { isAllowed, roles } from '../../server/operators/permissions.ts';
import type { DeclaredRoute } from '../../server/web/requests/permission.ts';
import { createKey } from '../helpers/api-key.ts';
import { operatorPassword } from '../helpers/console.ts';
import type { ConsoleClient, Reply } from '../helpers/console-client.ts';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole({ environment: { ADMIN_QUERIES: 'sandbox' } });

/** Routes that end the caller's own session: tried last, by sessions of their own. */
const ending = new Set(['/sign-out']);

/** GET stands for HEAD; fetch cannot send TRACE. */
const routesToTry = () =>
  running().routes.filter(({ method }) => method !== 'HEAD' && method !== 'TRACE');

async function addressOf({ url }: DeclaredRoute): Promise<string> {
  const isUser = /\/users\/:(user)?name/.test(url);
  const name = isUser ? await peopleOf(running()).confirmed() : 'editors';
  return url
    .replace(':pool', 'sandbox')
    .replace(/:(user)?name/, name)
    .replace(':version', '0123456789abcdef')
    .replace(/:\w+/g, randomUUID());
}

async function call(
  client: ConsoleClient,
  { method }: DeclaredRoute,
  path: string,
): Promise<Reply> {
  return method === 'POST'
    ? client.post(path, { confirmation: '-' })
    : client.request(method, path);
}

/** Takes access tokens and API keys only. */
const isOfApi = ({ url, permission }: DeclaredRoute): boolean =>
  /^\/(api|admin-queries)\//.test(url) && permission !== 'public';

/** As a program calls: JSON, and a token if there is one. */
async function callApi(
  { method }: DeclaredRoute,
  path: string,
  token?: string,
): Promise<{ readonly status: number }> {
  const { status, body } = await fetch(`${running().url}${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(method !== 'GET' && { body: '{}' }),
  });
  await body?.cancel();
  return { status };
}

async function tokenOf(username: string): Promise<string> {
  const { cognito, sandbox } = running();
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({
      ClientId: sandbox.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: operatorPassword },
    }),
  );
  return AuthenticationResult?.AccessToken ?? '';
}

function isSentToSignIn(reply: Reply): boolean {
  const location = reply.headers.get('location') ?? '';
  return reply.status === 303 && location.startsWith('/sign-in') && !location.includes('new-pass');
}

it('knows of every kind of route', () => {
  const urls = running().routes.map(({ url }) => url);
  expect(urls).toContain('/pools/:pool/users/:name/actions/delete');
  expect(urls).toContain('/pools/:pool/actions/create-group');
  expect(urls).toContain('/pools/:pool/audit');
  expect(urls.length).toBeGreaterThan(50);
});

it('lets nobody in anywhere but where it is public', async () => {
  for (const route of routesToTry()) {
    const label = `${route.method} ${route.url}`;
    const path = await addressOf(route);
    if (isOfApi(route)) {
      expect([label, (await callApi(route, path)).status]).toEqual([label, 401]);
      continue;
    }
    const reply = await call(running().client(), route, path);
    if (route.permission === 'public') expect([label, reply.status]).not.toEqual([label, 403]);
    else expect([label, isSentToSignIn(reply)]).toEqual([label, true]);
  }
});

it.each(roles)('gives %s what the permission table says and nothing else', async (role) => {
  const client = await running().signedIn(role);
  const token = await tokenOf(role);
  const { token: key } = await createKey(running(), { role });
  for (const route of routesToTry()) {
    const { permission } = route;
    if (permission === 'public' || permission === 'account' || ending.has(route.url)) continue;
    const isHeld = permission === 'signed-in' || isAllowed(role, permission);
    const path = await addressOf(route);
    const label = `${route.method} ${route.url} as ${role}`;
    const page = isOfApi(route) ? undefined : await call(client, route, path);
    const { status } = page ?? (await callApi(route, path, token));
    expect([label, status === 403]).toEqual([label, !isHeld]);
    expect([label, page !== undefined && isSentToSignIn(page)]).toEqual([label, false]);
    expect([label, status < 500]).toEqual([label, true]);
    if (!isOfApi(route)) continue;
    const withKey = await callApi(route, path, key);
    expect([`${label} by key`, withKey.status === 403]).toEqual([`${label} by key`, !isHeld]);
    expect([label, withKey.status < 500]).toEqual([label, true]);
  }
});

it('gives a signed-in person of no operator group a clear refusal, and no session', async () => {
  const people = peopleOf(running());
  const outsider = await people.confirmed();
  await people.addToGroup(outsider, 'editors');
  const client = running().client();
  const reply = await client.post('/sign-in', { username: outsider, password: 'Sandbox-1234' });
  expect(reply.status).toBe(403);
  for (const route of routesToTry()) {
    if (route.permission === 'public' || isOfApi(route)) continue;
    expect(isSentToSignIn(await call(client, route, await addressOf(route)))).toBe(true);
  }
});

it('shows each role only what it may do', async () => {
  const username = await peopleOf(running()).confirmed();
  const actionsShownTo = async (role: string): Promise<string[]> => {
    const client = await running().signedIn(role);
    const { body } = await client.get(`/pools/sandbox/users/${username}`);
    return [...new Set([...body.matchAll(/data-action="([^"]+)"/g)].map(([, id = '']) => id))];
  };
  expect(await actionsShownTo('auditor')).toEqual([]);
  expect((await actionsShownTo('support')).sort()).toEqual([
    'user.reset-mfa',
    'user.reset-password',
    'user.sign-out',
  ]);
  expect(await actionsShownTo('admin')).toContain('user.delete');
});
