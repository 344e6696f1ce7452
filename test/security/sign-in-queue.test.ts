import { expect, it } from 'vitest';
import { consoleForTest, operatorPassword } from '../helpers/console.ts';

it('A flood of sign-ins from one address keeps no other address out', async () => {
  const environment = { TRUST_PROXY: 'true' };
  const own = await consoleForTest({ sandbox: { users: 0 }, environment });
  const attempt = async (address: string, username: string, password: string): Promise<number> => {
    const headers = { 'x-forwarded-for': address };
    const credentials = { username, password };
    return (await own.client().post('/sign-in', credentials, headers)).status;
  };
  const flood = Array.from({ length: 90 }, (_, each) =>
    attempt('203.0.113.9', `nobody-${each}`, 'Wrong-1234'),
  );
  const others = ['198.51.100.1', '198.51.100.2', '198.51.100.3'].map((address) =>
    attempt(address, 'auditor', operatorPassword),
  );
  expect(await Promise.all(others)).toEqual([303, 303, 303]);
  const statuses = new Set(await Promise.all(flood));
  expect([...statuses].filter((status) => status !== 401 && status !== 503)).toEqual([]);
  expect(statuses).toContain(401);
});
