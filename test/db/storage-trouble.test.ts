import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { roles } from '../../server/operators/permissions.ts';
import type { DeclaredRoute } from '../../server/web/requests/permission.ts';
import { breakableStorage, type Trouble, troubles } from '../helpers/broken-storage.ts';
import { consoleForTest, operatorPassword, type TestConsole } from '../helpers/console.ts';
import type { ConsoleClient, Reply } from '../helpers/console-client.ts';
import { peopleOf } from '../helpers/people.ts';

type Broken = {
  readonly running: TestConsole;
  readonly trouble: (trouble: Trouble | undefined) => void;
  /** Lets time pass until `/readyz` looks again. */
  readonly untilNextLook: () => void;
  readonly lines: string[];
};

/** A console on a SQLite file of its own that can be broken. */
async function breakableConsole(now?: () => Date): Promise<Broken> {
  const folder = await mkdtemp(join(tmpdir(), 'poolkeeper-trouble-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'console.db');
  const trouble = breakableStorage(path);
  const lines: string[] = [];
  let passed = 0;
  const running = await consoleForTest({
    sandbox: { users: 20 },
    managedLogin: 'beside',
    environment: { DATABASE_URL: `file:${path}`, LOG_LEVEL: 'error' },
    log: (line) => lines.push(line),
    elapsed: () => performance.now() + passed,
    ...(now && { now }),
  });
  onTestFinished(() => trouble(undefined));
  const untilNextLook = () => {
    passed += 10_000;
  };
  return { running, trouble, untilNextLook, lines };
}

/** Signing out comes last; `fetch` cannot send TRACE, and HEAD is answered as GET. */
function routesOf(running: TestConsole): readonly DeclaredRoute[] {
  const rank = ({ url }: DeclaredRoute) => Number(/^\/(sign-out|sessions)/.test(url));
  return running.routes
    .filter(({ method }) => method !== 'HEAD' && method !== 'TRACE')
    .toSorted((a, b) => rank(a) - rank(b));
}

function addressOf({ url }: DeclaredRoute, username: string): string {
  return url
    .replace(':pool', 'sandbox')
    .replace(':name', url.includes('/groups/') ? 'editors' : username)
    .replace(':version/*', '0123456789abcdef/styles/theme.css')
    .replace(/:\w+/g, '1');
}

const form = { confirmation: '-', username: 'x', password: 'x', name: 'x', code: '123456' };

function call(
  client: ConsoleClient,
  { method }: DeclaredRoute,
  path: string,
  accept = 'text/html',
): Promise<Reply> {
  return method === 'POST'
    ? client.post(path, form, { accept })
    : client.request(method, path, { headers: { accept } });
}

/** What drivers, their libraries and stack traces say. */
const raw =
  /sqlite|errcode|disk I\/O|readonly database|disk is full|ECONN|terminat|kysely|node_modules|\bat async\b|Internal Server Error/i;

/** The page or the JSON that says what is the matter. */
const saysSo = (reply: Reply): boolean =>
  reply.status === 503 && /own storage cannot be read or written/.test(reply.body);

/** Public routes that need the storage, whoever comes: those that count attempts or keep secrets. */
const needsStorage: ReadonlySet<string> = new Set([
  'POST /sign-in',
  'POST /sign-in/code',
  'POST /sign-in/factor',
  'POST /sign-in/authenticator',
  'POST /forgot-password',
  'POST /reset-password',
]);

/** Public routes that look up a cookie that only some browsers have. */
const namesCookies: ReadonlySet<string> = new Set(['POST /sign-out']);

describe('A console whose SQLite file cannot be read at all', () => {
  it.each(['nobody', ...roles])('says so under every route, to %s', async (who) => {
    const { running, trouble, untilNextLook, lines } = await breakableConsole();
    const username = await peopleOf(running).confirmed();
    const client = who === 'nobody' ? running.client() : await running.signedIn(who);
    const routes = routesOf(running);
    expect(routes.length).toBeGreaterThan(80);
    const nobody = running.client();
    const wanted = new Map<string, number | 'says so'>();
    const kinds = ['text/html', 'application/json'];
    for (const route of routes) {
      const name = `${route.method} ${route.url}`;
      for (const accept of kinds) {
        const { status } = await call(nobody, route, addressOf(route, username), accept);
        const needsIt =
          needsStorage.has(name) ||
          (who !== 'nobody' &&
            !route.url.startsWith('/api/') &&
            (route.permission !== 'public' || namesCookies.has(name)));
        wanted.set(
          `${name} ${accept}`,
          needsIt ? 'says so' : name === 'GET /readyz' ? 503 : status,
        );
      }
    }
    trouble(troubles['cannot be read at all']);
    untilNextLook();
    const wrong: unknown[] = [];
    for (const route of routes) {
      for (const accept of kinds) {
        const reply = await call(client, route, addressOf(route, username), accept);
        const answer = saysSo(reply) ? 'says so' : reply.status;
        const name = `${route.method} ${route.url} ${accept}`;
        const isTrue = answer !== 'says so' || reply.body.includes('Nothing was changed');
        if (answer !== wanted.get(name) || !isTrue || raw.test(reply.body)) {
          wrong.push([name, answer, wanted.get(name), reply.body.slice(0, 200)]);
        }
      }
    }
    trouble(undefined);
    expect(wrong).toEqual([]);
    // Whoever runs the console finds the reason in the log.
    expect(lines.join('')).toContain('disk I/O error');
  });
});

/** Pages that write first: the audit before what it is about, the secrets of a sign-in elsewhere. */
const writesFirst = /^\/sign-in\/(managed|callback)$|\/export\.(csv|ndjson)$/;

describe('A console whose SQLite file takes no writes', () => {
  it.each(roles)('still reads, and says of the rest what is the matter, to %s', async (role) => {
    let time = Date.now();
    const { running, trouble, untilNextLook } = await breakableConsole(() => new Date(time));
    const username = await peopleOf(running).confirmed();
    const client = await running.signedIn(role);
    const routes = routesOf(running);
    const reads = routes.filter(({ method }) => method === 'GET');
    const before = new Map<string, number>();
    for (const route of reads) {
      before.set(route.url, (await call(client, route, addressOf(route, username))).status);
    }
    before.set('/readyz', 503);
    const wrong: unknown[] = [];
    for (const what of ['is read-only', 'is on a full disk'] as const) {
      trouble(troubles[what]);
      untilNextLook();
      // Late enough for the last use of the session to be written, and for new tokens.
      time += 6 * 60_000;
      for (const route of routes) {
        const reply = await call(client, route, addressOf(route, username));
        const answer = saysSo(reply) ? 'says so' : reply.status;
        const isRead = route.method === 'GET' && !writesFirst.test(route.url);
        const isFine = isRead
          ? answer === before.get(route.url)
          : answer === 'says so' || reply.status < 500;
        if (!isFine || raw.test(reply.body)) {
          wrong.push([what, route.method, route.url, answer, before.get(route.url)]);
        }
      }
    }
    trouble(undefined);
    expect(wrong).toEqual([]);
    // The tokens that were fetched meanwhile are stored now.
    expect((await client.get('/pools/sandbox/users')).status).toBe(200);
  });
});

describe('What an action says when the storage fails', () => {
  const isAudit = (sql: string): boolean => /^insert into "audit" /.test(sql);

  it('before its intent is on the disk: nothing was changed, and nothing is', async () => {
    const { running, trouble } = await breakableConsole();
    const people = peopleOf(running);
    const username = await people.confirmed();
    const admin = await running.signedIn('admin');
    trouble({ ...troubles['is on a full disk'], fails: isAudit });
    const reply = await admin.post(`/pools/sandbox/users/${username}/actions/disable`);
    expect(reply.status).toBe(503);
    expect(reply.text).toContain('Nothing was changed');
    expect((await people.get(username)).Enabled).toBe(true);
  });

  it('after the pool was called: that it may have been done, and no lie', async () => {
    const { running, trouble } = await breakableConsole();
    const people = peopleOf(running);
    const username = await people.confirmed();
    const admin = await running.signedIn('admin');
    let intents = 0;
    const fails = (sql: string): boolean => {
      if (isAudit(sql)) intents += 1;
      return isAudit(sql) && intents > 1;
    };
    trouble({ ...troubles['is on a full disk'], fails });
    const path = `/pools/sandbox/users/${username}/actions/disable`;
    const reply = await admin.post(path, {}, { accept: 'application/json' });
    expect(reply.status).toBe(503);
    expect(JSON.parse(reply.body).error).toMatchObject({
      code: 'storage_unavailable',
      message: expect.stringContaining('may have been done'),
    });
    expect(reply.body).not.toContain('Nothing was changed');
    expect((await people.get(username)).Enabled).toBe(false);
  });

  it('works again by itself, and the audit is whole', async () => {
    const { running, trouble } = await breakableConsole();
    const people = peopleOf(running);
    const admin = await running.signedIn('admin');
    for (const what of ['is on a full disk', 'cannot be read at all', 'is read-only'] as const) {
      const username = await people.confirmed();
      const path = `/pools/sandbox/users/${username}/actions/disable`;
      trouble(troubles[what]);
      expect((await admin.post(path)).status).toBe(503);
      expect(
        (await running.client().post('/sign-in', { username: 'admin', password: operatorPassword }))
          .status,
      ).toBe(503);
      trouble(undefined);
      expect((await admin.post(path)).status).toBe(303);
      expect((await people.get(username)).Enabled).toBe(false);
    }
    expect((await admin.get('/pools/sandbox/audit/verify')).text).toContain('The audit is whole');
  });
});

describe('A stream of events', () => {
  it.each(['/pools/sandbox/freshness', '/pools/sandbox/audit/verify/progress?since=0'])(
    'is refused while nothing can be read, and broken off when that begins: %s',
    async (path) => {
      const { running, trouble } = await breakableConsole();
      const admin = await running.signedIn('admin');
      const cookie = [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const headers = { cookie, accept: 'text/event-stream' };
      const stream = await fetch(new URL(path, running.url), { headers });
      expect(stream.status).toBe(200);
      trouble(troubles['cannot be read at all']);
      const rest = await stream.text().catch(() => 'broken off');
      expect(rest).not.toMatch(raw);
      const reply = await admin.get(path, { accept: 'text/event-stream' });
      expect([reply.status, raw.test(reply.body)]).toEqual([503, false]);
    },
  );
});
