import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ApiForTest, apiForTests, apiOf, type CallOptions } from '../../helpers/api.ts';
import { consoleForTest } from '../../helpers/console.ts';
import { onPostgres } from '../../helpers/each-database.ts';
import { peopleOf } from '../../helpers/people.ts';
import { proxyOf } from '../../helpers/pool-proxy.ts';

/** Consoles on one database, and their pool behind a proxy. */
async function behindProxy(databaseUrl: string) {
  const environment = {
    DATABASE_URL: databaseUrl,
    SESSION_SECRET: 'Hq3vZ8kW1xN5tR7mB2cL9pD4sF6gJ0yA',
  };
  const { sandbox } = await consoleForTest({ sandbox: { users: 0 } });
  const proxy = await proxyOf(sandbox);
  const start = async (): Promise<ApiForTest> =>
    apiOf(await consoleForTest({ pool: proxy.pool, environment }));
  return { proxy, start };
}

function withKey(api: ApiForTest, key: string) {
  return (path: string, options: CallOptions = {}) =>
    api.ofPool('POST', path, {
      ...options,
      headers: { ...options.headers, 'idempotency-key': key },
    });
}

const fileForTest = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'idempotency-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'console.db');
};

describe('Idempotency-Key', () => {
  const api = apiForTests();
  const kept = (reply: { headers: Headers }) => reply.headers.get('idempotency-replayed');

  it('has a repeated request answered as the first one, which alone is carried out', async () => {
    const post = withKey(api(), randomUUID());
    const body = {
      username: `u-${randomUUID()}`,
      invitation: 'none',
      temporaryPassword: 'Pass-word-1',
    };
    const first = await post('/users', { body });
    const second = await post('/users', { body });
    expect([first.status, kept(first)]).toEqual([201, null]);
    expect([second.status, kept(second)]).toEqual([201, 'true']);
    expect(second.body).toEqual(first.body);
    for (const name of ['location', 'etag', 'content-type']) {
      expect([name, second.headers.get(name)]).toEqual([name, first.headers.get(name)]);
    }
    const again = await withKey(api(), randomUUID())('/users', { body });
    expect([again.status, again.body.code]).toEqual([409, 'username_exists']);
  });

  it('keeps refusals, too, with the request id of the first', async () => {
    const people = peopleOf(api().running);
    const user = await people.confirmed();
    const post = withKey(api(), randomUUID());
    const first = await post(`/users/${user}/enable`);
    await people.disable(user);
    const second = await post(`/users/${user}/enable`);
    expect([first.status, first.body.code]).toEqual([409, 'already_enabled']);
    expect([second.status, kept(second)]).toEqual([409, 'true']);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'));
  });

  it('is 422 with another body, address or query', async () => {
    const people = peopleOf(api().running);
    const [ada, bob] = [await people.confirmed(), await people.confirmed()];
    const post = withKey(api(), randomUUID());
    expect((await post(`/users/${ada}/disable`, { body: { reason: 'a' } })).status).toBe(200);
    const others: readonly (readonly [string, unknown])[] = [
      [`/users/${ada}/disable`, { reason: 'b' }],
      [`/users/${ada}/disable`, undefined],
      [`/users/${bob}/disable`, { reason: 'a' }],
      [`/users/${ada}/disable?dryRun=false`, { reason: 'a' }],
      [`/users/${ada}/enable`, { reason: 'a' }],
    ];
    for (const [path, body] of others) {
      const { status, body: problem } = await post(path, { body });
      expect([path, status, problem.code]).toEqual([path, 422, 'idempotency_key_reused']);
    }
    expect((await people.get(bob)).Enabled).toBe(true);
  });

  it('belongs to who sent it: the key of another operator is another key', async () => {
    const user = await peopleOf(api().running).confirmed();
    const post = withKey(api(), randomUUID());
    const admin = await post(`/users/${user}/sign-out`);
    const support = await post(`/users/${user}/sign-out`, { as: 'support' });
    expect([admin.status, support.status, kept(support)]).toEqual([200, 200, null]);
    expect(support.body.audit).not.toBe(admin.body.audit);
  });

  it.each(['', ' ', 'a b', 'é', 'x'.repeat(256)])(
    'is 422 when it is not 1 to 255 visible ASCII characters: %s',
    async (key) => {
      const people = peopleOf(api().running);
      const user = await people.confirmed();
      const { status, body } = await withKey(api(), key)(`/users/${user}/disable`);
      expect([status, body.code, Object.keys(body.fields)]).toEqual([
        422,
        'invalid_input',
        ['idempotency-key'],
      ]);
      expect((await people.get(user)).Enabled).toBe(true);
    },
  );

  it('takes 255 characters, and is left for the real request by a dry run', async () => {
    const people = peopleOf(api().running);
    const user = await people.confirmed();
    const post = withKey(api(), '~'.repeat(255));
    expect((await post(`/users/${user}/disable?dryRun=true`)).status).toBe(200);
    const done = await post(`/users/${user}/disable`);
    expect([done.status, kept(done)]).toEqual([200, null]);
  });

  it('does not keep what a later try can do better: no permission yet', async () => {
    const user = await peopleOf(api().running).confirmed();
    const post = withKey(api(), randomUUID());
    const auditor = await post(`/users/${user}/disable`, { as: 'auditor' });
    expect([auditor.status, auditor.body.code]).toEqual([403, 'permission_missing']);
    expect((await post(`/users/${user}/disable`)).status).toBe(200);
  });

  it('leaves no password in the database, nor in the log', async () => {
    const path = fileForTest();
    const lines: string[] = [];
    const own = apiOf(
      await consoleForTest({
        sandbox: { users: 0 },
        environment: { DATABASE_URL: `file:${path}`, LOG_LEVEL: 'trace' },
        log: (line) => lines.push(line),
      }),
    );
    const people = peopleOf(own.running);
    const user = await people.confirmed();
    const secret = 'Seldom-Seen-77';
    const set = await withKey(own, randomUUID())(`/users/${user}/set-password`, {
      body: { password: secret },
    });
    expect(set.status).toBe(200);
    const weak = await withKey(own, randomUUID())(`/users/${user}/set-password`, {
      body: { password: 'seldomseen77', isPermanent: 'yes' },
    });
    expect([weak.status, weak.body.code]).toEqual([422, 'invalid_input']);
    const created = await withKey(own, randomUUID())('/users', {
      body: { username: 'ada', invitation: 'none', temporaryPassword: secret },
    });
    expect(created.status).toBe(201);
    await own.running.close();
    const stored = readFileSync(path).toString('latin1');
    expect(stored).toContain('idempotent_request');
    for (const text of [secret, 'seldomseen77']) {
      expect(stored).not.toContain(text);
      expect(lines.join('')).not.toContain(text);
    }
  });
});

/** The same on both databases. */
function suite(databaseUrl: () => Promise<string>): void {
  it('carries out one of twenty at once', async () => {
    const { proxy, start } = await behindProxy(await databaseUrl());
    const api = await start();
    const user = await peopleOf(api.running).confirmed();
    const post = withKey(api, randomUUID());
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => post(`/users/${user}/sign-out`)),
    );
    expect(proxy.asked('AdminUserGlobalSignOut', user)).toBe(1);
    const done = replies.filter(({ status }) => status === 200);
    expect(new Set(done.map(({ body }) => body.audit)).size).toBe(1);
    for (const { status, body } of replies) {
      if (status !== 200) expect([status, body.code]).toEqual([409, 'request_in_progress']);
    }
    expect((await post(`/users/${user}/sign-out`)).body).toEqual(done[0]?.body);
  });

  it('says that the first one is under way, and has its answer when it is done', async () => {
    const { proxy, start } = await behindProxy(await databaseUrl());
    const api = await start();
    const user = await peopleOf(api.running).confirmed();
    const post = withKey(api, randomUUID());
    const arrive = proxy.hold('AdminUserGlobalSignOut');
    const first = post(`/users/${user}/sign-out`);
    await expect.poll(() => proxy.asked('AdminUserGlobalSignOut', user)).toBe(1);
    const early = await post(`/users/${user}/sign-out`);
    expect([early.status, early.body.code, early.headers.get('retry-after')]).toEqual([
      409,
      'request_in_progress',
      '1',
    ]);
    const other = await post(`/users/${user}/sign-out`, { body: { reason: 'other' } });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
    arrive();
    const { status, body } = await first;
    expect(status).toBe(200);
    expect((await post(`/users/${user}/sign-out`)).body).toEqual(body);
    expect(proxy.asked('AdminUserGlobalSignOut', user)).toBe(1);
  });

  it('keeps the answer for a caller who has hung up before it came', async () => {
    const { proxy, start } = await behindProxy(await databaseUrl());
    const api = await start();
    const user = await peopleOf(api.running).confirmed();
    const key = randomUUID();
    const path = `/users/${user}/sign-out`;
    const arrive = proxy.hold('AdminUserGlobalSignOut');
    const hangUp = new AbortController();
    const token = await api.tokenOf('admin');
    const first = fetch(`${api.base}/pools/sandbox${path}`, {
      method: 'POST',
      signal: hangUp.signal,
      headers: { authorization: `Bearer ${token}`, 'idempotency-key': key },
    }).catch(() => 'hung up');
    await expect.poll(() => proxy.asked('AdminUserGlobalSignOut', user)).toBe(1);
    hangUp.abort();
    expect(await first).toBe('hung up');
    arrive();
    const post = withKey(api, key);
    await expect.poll(async () => (await post(path)).status, { timeout: 60_000 }).toBe(200);
    expect(proxy.asked('AdminUserGlobalSignOut', user)).toBe(1);
  });

  it('lets a request succeed later that the pool was too busy for', async () => {
    const { proxy, start } = await behindProxy(await databaseUrl());
    const api = await start();
    const user = await peopleOf(api.running).confirmed();
    const post = withKey(api, randomUUID());
    for (const [name, code, status] of [
      ['TooManyRequestsException', 'pool_busy', 503],
      ['LimitExceededException', 'pool_limit_exceeded', 429],
      ['AccessDeniedException', 'pool_access_denied', 502],
    ] as const) {
      proxy.refuse('AdminUserGlobalSignOut', { name, message: '' });
      const reply = await post(`/users/${user}/sign-out`);
      expect([reply.status, reply.body.code]).toEqual([status, code]);
    }
    proxy.refuse('AdminUserGlobalSignOut');
    expect((await post(`/users/${user}/sign-out`)).status).toBe(200);
  });

  it('does not repeat what the pool may have done when its answer was lost', async () => {
    const { proxy, start } = await behindProxy(await databaseUrl());
    const api = await start();
    const user = await peopleOf(api.running).confirmed();
    const post = withKey(api, randomUUID());
    const found = proxy.lose('AdminUserGlobalSignOut', 'after');
    const lost = await post(`/users/${user}/sign-out`);
    expect([lost.status, lost.body.code]).toEqual([503, 'pool_unreachable']);
    found();
    const calls = proxy.asked('AdminUserGlobalSignOut', user);
    const again = await post(`/users/${user}/sign-out`);
    expect([again.status, again.body.code]).toEqual([409, 'outcome_unknown']);
    expect(proxy.asked('AdminUserGlobalSignOut', user)).toBe(calls);
  });

  it('does not repeat an action of which a part was done', async () => {
    const { proxy, start } = await behindProxy(await databaseUrl());
    const api = await start();
    const user = await peopleOf(api.running).confirmed();
    const post = withKey(api, randomUUID());
    proxy.refuse('AdminUserGlobalSignOut', { name: 'TooManyRequestsException', message: '' });
    const path = `/users/${user}/reset-password`;
    const half = await post(path, { body: { signOut: true } });
    expect([half.status, half.body.code]).toEqual([503, 'pool_busy']);
    proxy.refuse('AdminUserGlobalSignOut');
    const again = await post(path, { body: { signOut: true } });
    expect([again.status, again.body.code]).toEqual([409, 'outcome_unknown']);
    expect(proxy.asked('AdminResetUserPassword', user)).toBe(1);
  });
}

describe('On SQLite, a request with a key', () => suite(async () => 'file::memory:'));
onPostgres((freshDatabase) => {
  describe('a request with a key', () => suite(freshDatabase));

  it('is carried out once by two processes', async () => {
    const { proxy, start } = await behindProxy(await freshDatabase());
    const [one, other] = [await start(), await start()];
    const user = await peopleOf(one.running).confirmed();
    const key = randomUUID();
    const arrive = proxy.hold('AdminUserGlobalSignOut');
    const first = withKey(one, key)(`/users/${user}/sign-out`);
    await expect.poll(() => proxy.asked('AdminUserGlobalSignOut', user)).toBe(1);
    const early = await withKey(other, key)(`/users/${user}/sign-out`);
    expect([early.status, early.body.code]).toEqual([409, 'request_in_progress']);
    arrive();
    const { body } = await first;
    const late = await withKey(other, key)(`/users/${user}/sign-out`);
    expect([late.status, late.body]).toEqual([200, body]);
    expect(proxy.asked('AdminUserGlobalSignOut', user)).toBe(1);
  });

  it('is carried out once when it comes to both processes at the same moment', async () => {
    const { proxy, start } = await behindProxy(await freshDatabase());
    const [one, other] = [await start(), await start()];
    const user = await peopleOf(one.running).confirmed();
    const key = randomUUID();
    const path = `/users/${user}/sign-out`;
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => [one, other])
        .flat()
        .map((api) => withKey(api, key)(path)),
    );
    const codes = replies.map(({ status, body }) => (status === 200 ? 'done' : body.code));
    expect(new Set(codes)).toContain('done');
    expect(codes.filter((code) => code !== 'done' && code !== 'request_in_progress')).toEqual([]);
    expect(proxy.asked('AdminUserGlobalSignOut', user)).toBe(1);
  });
});
