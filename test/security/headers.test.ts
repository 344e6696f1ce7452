import { beforeAll, describe, expect, it } from 'vitest';
import { roles } from '../../server/operators/permissions.ts';
import type { DeclaredRoute } from '../../server/web/requests/permission.ts';
import { consoleForTest, operatorPassword } from '../helpers/console.ts';
import type { Reply } from '../helpers/console-client.ts';
import { freePort } from '../helpers/free-port.ts';
import { peopleOf } from '../helpers/people.ts';
import { rawRequest } from '../helpers/raw-request.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole({ sandbox: { users: 0 } });

/** HEAD is answered with its GET, and `fetch` cannot send TRACE. */
const isSendable = ({ method }: DeclaredRoute): boolean => method !== 'HEAD' && method !== 'TRACE';

let somebody: string;
beforeAll(async () => {
  somebody = await peopleOf(running()).confirmed();
});

function addressOf({ url }: DeclaredRoute): string {
  const name = url.includes('/groups/:name') ? 'pool-admins' : somebody;
  return url
    .replace(':pool', 'sandbox')
    .replace(':name', name)
    .replace(':version/*', '0123456789abcdef/styles/theme.css')
    .replace(/:\w+/g, '1');
}

const policy = {
  'content-security-policy':
    "default-src 'self';object-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

function protecting({ headers }: Reply): Record<string, string | null> {
  return Object.fromEntries(Object.keys(policy).map((name) => [name, headers.get(name)]));
}

/** How long it may be kept: files are for everybody, all else is personal or about to change. */
const keeping = ({ url }: DeclaredRoute): RegExp =>
  url.startsWith('/assets/') ? /^public, max-age=0$|^no-store$/ : /^no-store$/;

describe('Every answer of every route has the protecting headers', () => {
  it.each(['nobody', ...roles])('for %s', async (who) => {
    const client = who === 'nobody' ? running().client() : await running().signedIn(who);
    const routes = running().routes.filter(isSendable);
    expect(routes.length).toBeGreaterThan(80);
    // Signing out comes last.
    for (const route of routes.toSorted((a, b) => rank(a) - rank(b))) {
      const reply = await client.request(route.method, addressOf(route), {
        ...(route.method === 'POST' && {
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: 'confirmation=-',
        }),
      });
      const label = `${route.method} ${route.url}: ${reply.status}`;
      expect([label, protecting(reply)]).toEqual([label, policy]);
      expect([label, reply.headers.get('cache-control')]).toEqual([
        label,
        expect.stringMatching(keeping(route)),
      ]);
      expect([label, reply.headers.get('x-powered-by'), reply.headers.get('server')]).toEqual([
        label,
        null,
        null,
      ]);
    }
  });

  it('for an address or a method that there is none of', async () => {
    const client = running().client();
    for (const [method, path] of [
      ['GET', '/nowhere'],
      ['GET', '/%FF'],
      ['PUT', '/sign-in'],
      ['OPTIONS', '/pools/sandbox/users'],
      ['GET', `/${'a'.repeat(9000)}`],
    ] as const) {
      const reply = await client.request(method, path);
      expect([path, protecting(reply)]).toEqual([path, policy]);
      expect([path, reply.headers.get('access-control-allow-origin')]).toEqual([path, null]);
    }
  });
});

function rank({ url }: DeclaredRoute): number {
  return Number(url.includes('sign-out')) + Number(url === '/sign-out');
}

describe('Behind HTTPS', () => {
  const origin = 'https://console.example';

  /** What the proxy in front would call. */
  async function behindProxy() {
    const port = String(await freePort());
    await consoleForTest({
      sandbox: { users: 0 },
      environment: { PUBLIC_URL: origin, PORT: port },
    });
    const { host } = new URL(origin);
    return (path: string, headers: Record<string, string> = {}, body?: string) =>
      rawRequest(`http://127.0.0.1:${port}`, path, { host, ...headers }, body);
  }

  it('browsers are told to come back by nothing else', async () => {
    const call = await behindProxy();
    for (const path of ['/sign-in', '/healthz', '/nowhere', '/pools/sandbox/users']) {
      const { headers } = await call(path);
      expect([path, headers['strict-transport-security']]).toEqual([
        path,
        'max-age=31536000; includeSubDomains',
      ]);
    }
  });

  it('cookies stay there, and with this host alone', async () => {
    const call = await behindProxy();
    const form = new URLSearchParams({ username: 'admin', password: operatorPassword });
    const headers = { origin, 'content-type': 'application/x-www-form-urlencoded' };
    const reply = await call('/sign-in', headers, form.toString());
    expect(reply.status).toBe(303);
    const cookies = reply.headers['set-cookie'] ?? [];
    expect(cookies.join()).toMatch(/__Host-poolkeeper=[\w-]{43};/);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Host-.+; Path=\/;.* HttpOnly; Secure; SameSite=Lax$/);
      expect(cookie).not.toMatch(/Domain/i);
    }
  });
});
