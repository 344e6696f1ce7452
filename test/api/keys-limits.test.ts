import { describe, expect, it } from 'vitest';
import { apiForTests } from '../helpers/api.ts';
import { launchConsole } from '../helpers/console.ts';

const api = apiForTests({
  aliases: ['sandbox', 'second'],
  environment: { TRUST_PROXY: 'true' },
});

describe('a key for some pools', () => {
  it('finds the others nowhere', async () => {
    const { token } = await api().keyFor({ pools: ['second'] });
    const as = { token };
    expect((await api().call('GET', '/pools/second/users', { as })).status).toBe(200);
    for (const pool of ['sandbox', 'nowhere']) {
      const { status, body } = await api().call('GET', `/pools/${pool}/users`, { as });
      expect([pool, status, body.code]).toEqual([pool, 404, 'pool_not_found']);
    }
  });
});

describe('a key for some networks', () => {
  it.each([
    ['203.0.113.9', 200, undefined],
    ['198.51.100.1, 203.0.113.9', 200, undefined],
    ['::ffff:203.0.113.9', 200, undefined],
    ['2001:db8::1', 200, undefined],
    ['203.0.113.9, 198.51.100.1', 403, 'network_not_allowed'],
    ['2001:db9::1', 403, 'network_not_allowed'],
    ['not-an-address', 403, 'network_not_allowed'],
  ])('from %s answers %i', async (forwarded, status, code) => {
    const { token } = await api().keyFor({ networks: '203.0.113.0/24\n2001:db8::/32' });
    const headers = { 'x-forwarded-for': forwarded };
    const answer = await api().ofPool('GET', '/users', { as: { token }, headers });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('tells the audit who was refused and from where', async () => {
    const { token, name } = await api().keyFor({ networks: '203.0.113.0/24' });
    const headers = { 'x-forwarded-for': '198.51.100.77' };
    await api().ofPool('GET', '/users', { as: { token }, headers });
    const admin = await api().running.signedIn('admin');
    const { body } = await admin.get('/pools/sandbox/audit/export.ndjson');
    const entries = body
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    const refusal = entries.find(({ address }) => address === '198.51.100.77');
    expect(refusal).toMatchObject({
      action: 'access.key-refused',
      operator: `key ${name}`,
      outcome: 'refused',
    });
    expect(body).not.toContain(token);
  });
});

it('A key of another console is unknown here', async () => {
  const other = await launchConsole({ pool: api().running.sandbox });
  const { token } = await api().keyFor();
  const response = await fetch(`${other.url}/api/v1/pools/sandbox/users`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { code } = JSON.parse(await response.text());
  await other.close();
  expect([response.status, code]).toEqual([401, 'key_refused']);
});
