import { expect, it, vi } from 'vitest';
import { sharedConsole } from '../../helpers/shared-console.ts';
import { historyOn, somebodyNew } from './history.ts';

// Every role may read the audit as the console is made; here support staff may not.
vi.mock('../../../server/operators/permissions.ts', async (importOriginal) => {
  const original =
    await importOriginal<typeof import('../../../server/operators/permissions.ts')>();
  const isAllowed: typeof original.isAllowed = (role, permission) =>
    !(role === 'support' && permission === 'audit:read') && original.isAllowed(role, permission);
  return { ...original, isAllowed };
});

const running = sharedConsole();

it('tells what changed, but not by whom or why, to those who may not read the audit', async () => {
  const { username, path, admin, support } = await somebodyNew(running());
  await admin.post(`${path}/actions/confirm`);
  await admin.post(`${path}/actions/disable`, { reason: 'for-auditors-only' });
  await admin.post(`${path}/actions/sign-out`);
  expect((await support.get(`/pools/sandbox/audit?target=${username}`)).status).toBe(403);

  const { items } = await historyOn(support, path);
  expect(items.map(({ text }) => text)).toEqual([
    'Was disabled Done through Poolkeeper',
    'Status: Unconfirmed, now Confirmed Done through Poolkeeper',
    'Was new, as Unconfirmed Seen in the pool',
  ]);
  const { body } = await support.get(path);
  expect(body).not.toContain('for-auditors-only');
  expect(body).not.toContain('/audit?target=');
  expect((await historyOn(admin, path)).items).toHaveLength(4);
});
