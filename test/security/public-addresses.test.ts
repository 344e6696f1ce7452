import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../server/db/database.ts';
import { startSandbox } from '../../server/sandbox/start.ts';
import { consoleForTest, operatorPassword } from '../helpers/console.ts';
import { proxyOf } from '../helpers/pool-proxy.ts';
import { rawRequest } from '../helpers/raw-request.ts';

/** What a browser sends with the request of an image on another site's page. */
const asImage = {
  'sec-fetch-site': 'cross-site',
  'sec-fetch-mode': 'no-cors',
  'sec-fetch-dest': 'image',
};
const asFrame = { ...asImage, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' };
const asPage = { ...asImage, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
const callback = '/sign-in/callback?code=abc&state=xyz';

async function setUp() {
  const folder = mkdtempSync(join(tmpdir(), 'poolkeeper-public-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const url = `file:${join(folder, 'console.db')}`;
  const sandbox = await startSandbox({ port: 0, data: ':memory:', users: 0 });
  onTestFinished(() => sandbox.close());
  const proxy = await proxyOf(sandbox);
  const own = await consoleForTest({
    pool: proxy.pool,
    managedLogin: 'beside',
    environment: { DATABASE_URL: url },
  });
  const database = await openDatabase(url);
  onTestFinished(() => database.destroy());
  const rows = async (): Promise<Record<string, number>> => {
    const tables = ['audit', 'pendingSignIn', 'session', 'signInTry', 'hookDelivery'] as const;
    const counts = tables.map(async (table) => {
      const { fn } = database;
      const { count } = await database
        .selectFrom(table)
        .select(fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return [table, Number(count)];
    });
    return Object.fromEntries(await Promise.all(counts));
  };
  return { own, proxy, rows };
}

describe('an address that anybody can open', () => {
  it('stores nothing, and asks the pool for all who open it together', async () => {
    const { own, proxy, rows } = await setUp();
    const addresses = own.routes.flatMap(({ method, url, permission }) =>
      permission === 'public' && method === 'GET' ? [url] : [],
    );
    expect(addresses).toEqual(
      expect.arrayContaining(['/healthz', '/readyz', '/sign-in', '/sign-in/managed']),
    );
    await own.walked();
    const before = await rows();
    const readsBefore = proxy.askedWith('"Limit":1,').length + proxy.askedWith('"Limit":1}').length;
    for (const address of addresses) {
      for (let each = 0; each < 4; each += 1) {
        await Promise.all([own.client().get(address), rawRequest(own.url, address, asPage)]);
      }
    }
    expect(await rows()).toEqual(before);
    const reads = proxy.askedWith('"Limit":1,').length + proxy.askedWith('"Limit":1}').length;
    expect(reads - readsBefore).toBe(1);
    expect(proxy.askedWith('').filter((name) => name === 'DescribeUserPool').length).toBeLessThan(
      5,
    );
  });

  it('keeps no one from signing in, and fills no audit, as images of another site', async () => {
    const { own, rows } = await setUp();
    const before = await rows();
    for (const headers of [asImage, asFrame]) {
      for (const path of [callback, '/sign-in/managed']) {
        const reply = await rawRequest(own.url, path, headers);
        expect(reply.status).toBe(403);
        expect(JSON.parse(reply.body)).toMatchObject({ error: { code: 'not_a_navigation' } });
        expect(reply.headers['set-cookie']).toBeUndefined();
      }
    }
    // Of a browser that sends no fetch metadata, and more than may fail from one address.
    const replies = [];
    for (let each = 0; each < 110; each += 1) replies.push(await own.client().get(callback));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([401]));
    expect(await rows()).toEqual(before);
    expect((await own.client().get('/sign-in/code')).status).toBe(303);
    const credentials = { username: 'admin', password: operatorPassword };
    expect((await own.client().post('/sign-in', credentials)).status).toBe(303);
  });

  it('takes an answer of managed login by a navigation, cross-site as it is', async () => {
    const { own } = await setUp();
    expect((await rawRequest(own.url, callback, asPage)).status).toBe(401);
    expect((await rawRequest(own.url, '/sign-in/managed', asPage)).status).toBe(303);
  });
});
