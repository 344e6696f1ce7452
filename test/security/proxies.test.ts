import { describe, expect, it } from 'vitest';
import { consoleForTest, type TestConsole } from '../helpers/console.ts';

/** Signs in with a wrong password through a header; the address that the audit then names. */
async function addressInAudit(own: TestConsole, headers: Record<string, string>): Promise<string> {
  await own.client().post('/sign-in', { username: 'x', password: 'wrong' }, headers);
  const admin = await own.signedIn('admin');
  const { body } = await admin.get('/pools/sandbox/audit/export.ndjson');
  const failed = body
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .findLast((entry) => entry.outcome === 'failed');
  return failed.address;
}

const consoleWith = (TRUST_PROXY: string): Promise<TestConsole> =>
  consoleForTest({ sandbox: { users: 0 }, environment: { TRUST_PROXY } });

/** As a client and then proxies write it, each appending the address that it was called from. */
const forged = '192.0.2.66, 198.51.100.7, 203.0.113.9';

describe('the address of a client', () => {
  it.each([
    ['false', '127.0.0.1'],
    ['true', '203.0.113.9'],
    ['1', '203.0.113.9'],
    ['2', '198.51.100.7'],
    ['loopback', '203.0.113.9'],
    ['127.0.0.0/8, 203.0.113.0/24', '198.51.100.7'],
    ['10.0.0.0/8', '127.0.0.1'],
  ])('with TRUST_PROXY=%s is %s', async (setting, address) => {
    const own = await consoleWith(setting);
    expect(await addressInAudit(own, { 'x-forwarded-for': forged })).toBe(address);
  });

  it('is not one that it claims, for the limit on failed sign-ins', async () => {
    const started = Date.now();
    const environment = { TRUST_PROXY: 'true' };
    const now = () => new Date(started);
    const own = await consoleForTest({ sandbox: { users: 0 }, environment, now });
    const client = own.client();
    const attempt = async (claimed: string, real: string): Promise<number> => {
      const headers = { 'x-forwarded-for': `${claimed}, ${real}` };
      return (await client.post('/sign-in', { username: 'x', password: 'wrong' }, headers)).status;
    };
    const statuses: number[] = [];
    for (let each = 0; each < 21; each += 1) {
      statuses.push(await attempt(`192.0.2.${each}`, '203.0.113.9'));
    }
    expect(statuses).toEqual([...Array(20).fill(401), 429]);
    expect(await attempt('203.0.113.9', '198.51.100.7')).toBe(401);
  });
});

it.each(['false', 'true'])(
  'X-Forwarded-Host and -Proto decide nothing, with TRUST_PROXY=%s',
  async (setting) => {
    const own = await consoleWith(setting);
    const headers = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' };
    const client = own.client();
    const credentials = { username: 'auditor', password: 'Sandbox-1234' };
    const reply = await client.post('/sign-in', credentials, headers);
    expect(reply.status).toBe(303);
    expect(reply.headers.get('location')).toBe('/');
    expect(reply.headers.get('set-cookie')).not.toContain('Secure');
    const crossSite = { ...headers, origin: 'https://evil.example' };
    expect((await client.post('/sign-out', {}, crossSite)).status).toBe(403);
    expect((await client.get('/sign-in', headers)).body).not.toContain('evil.example');
  },
);
