import { expect, it } from 'vitest';
import { roles } from '../../../server/operators/permissions.ts';
import { apiForTests } from '../../helpers/api.ts';
import { peopleOf } from '../../helpers/people.ts';

const api = apiForTests();

it.each(roles)('tells %s how fresh the mirror is', async (as) => {
  await api().running.walked();
  const { status, body } = await api().ofPool('GET', '/sync', { as });
  expect([status, body]).toMatchObject([200, { problem: '' }]);
  expect(body.completeAsOf).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
});

it('has the pool read again for those who may ask for it', async () => {
  const username = await peopleOf(api().running).confirmed();
  const before = new Date().toISOString();
  for (const as of ['admin', 'support'] as const) {
    const { status, body } = await api().ofPool('POST', '/sync', { as });
    expect([status, body]).toMatchObject([202, { problem: expect.any(String) }]);
  }
  const isSynced = async () => (await api().ofPool('GET', '/sync')).body.completeAsOf > before;
  await expect.poll(isSynced, { timeout: 60_000 }).toBe(true);
  const users = await api().ofPool('GET', `/users?q=${username}`);
  expect(users.body.users).toMatchObject([{ username }]);
  const refused = await api().ofPool('POST', '/sync', { as: 'auditor' });
  expect([refused.status, refused.body.code]).toEqual([403, 'permission_missing']);
});

it('is about a pool that there is', async () => {
  for (const method of ['GET', 'POST']) {
    const { status, body } = await api().call(method, '/pools/none/sync');
    expect([status, body.code]).toEqual([404, 'pool_not_found']);
  }
});
