import { describe, expect, it } from 'vitest';
import { apiForTests, apiOf } from '../helpers/api.ts';
import { consoleForTest } from '../helpers/console.ts';

const api = apiForTests({ environment: { API_RATE_LIMIT: '5', TRUST_PROXY: 'true' } });
const limits = ({ headers }: { headers: Headers }) =>
  ['limit', 'remaining'].map((name) => headers.get(`ratelimit-${name}`));

describe('the rate limit', () => {
  it('counts each key and each operator for itself, and says when to come again', async () => {
    const [one, other] = [await api().keyFor(), await api().keyFor()];
    const left: unknown[] = [];
    for (let each = 0; each < 5; each += 1) {
      const answer = await api().ofPool('GET', '/users', { as: { token: one.token } });
      left.push([answer.status, ...limits(answer)]);
    }
    expect(left).toEqual(['4', '3', '2', '1', '0'].map((remaining) => [200, '5', remaining]));
    const beyond = await api().ofPool('GET', '/users', { as: { token: one.token } });
    expect([beyond.status, beyond.body.code, ...limits(beyond)]).toEqual([
      429,
      'too_many_requests',
      '5',
      '0',
    ]);
    const seconds = beyond.headers.get('retry-after');
    expect(seconds).toMatch(/^[1-9]\d?$/);
    expect(beyond.headers.get('ratelimit-reset')).toBe(seconds);
    const beside = await api().ofPool('GET', '/users', { as: { token: other.token } });
    expect([beside.status, ...limits(beside)]).toEqual([200, '5', '4']);
    const person = await api().ofPool('GET', '/users', { as: 'auditor' });
    expect([person.status, ...limits(person)]).toEqual([200, '5', '4']);
  });

  it('counts what is refused and what does not exist, too', async () => {
    const { token } = await api().keyFor({ role: 'support' });
    const as = { token };
    const answers = [
      await api().ofPool('GET', '/users?limit=0', { as }),
      await api().call('GET', '/nowhere', { as }),
      await api().call('GET', '/pools/nowhere/users', { as }),
    ];
    expect(answers.map((answer) => [answer.status, ...limits(answer)])).toEqual([
      [422, '5', '4'],
      [404, '5', '3'],
      [404, '5', '2'],
    ]);
  });

  it('counts requests without a valid caller by their network, and keeps no valid one out', async () => {
    const { token } = await api().keyFor();
    const headers = { 'x-forwarded-for': '203.0.113.5' };
    const answers: unknown[] = [];
    for (const wrong of ['', 'no-token', 'pk_live_x', 'a.b.c', '']) {
      const answer = await api().ofPool('GET', '/users', { as: { token: wrong }, headers });
      answers.push([answer.status, ...limits(answer)]);
    }
    expect(answers).toEqual(['4', '3', '2', '1', '0'].map((remaining) => [401, '5', remaining]));
    for (const wrong of ['', 'no-token', 'pk_live_x']) {
      const beyond = await api().ofPool('GET', '/users', { as: { token: wrong }, headers });
      expect([wrong, beyond.status, beyond.body.code]).toEqual([wrong, 429, 'too_many_requests']);
    }
    const valid = await api().ofPool('GET', '/users', { as: { token }, headers });
    expect([valid.status, ...limits(valid)]).toEqual([200, '5', '4']);
    const elsewhere = { 'x-forwarded-for': '203.0.113.6' };
    const other = await api().ofPool('GET', '/users', { as: { token: '' }, headers: elsewhere });
    expect([other.status, ...limits(other)]).toEqual([401, '5', '4']);
  });

  it('does not hold for the document and its page', async () => {
    for (let each = 0; each < 7; each += 1) {
      const { status, headers } = await fetch(`${api().running.url}/api/openapi.json`);
      expect([status, headers.get('ratelimit-limit')]).toEqual([200, null]);
    }
  });
});

it('API_RATE_LIMIT=0 switches it off', async () => {
  const environment = { API_RATE_LIMIT: '0' };
  const own = apiOf(await consoleForTest({ sandbox: { users: 0 }, environment }));
  const { status, headers } = await own.ofPool('GET', '/users');
  expect([status, headers.get('ratelimit-limit')]).toEqual([200, null]);
});
