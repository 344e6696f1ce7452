import { expect, it } from 'vitest';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole();
const page = '/pools/sandbox/audit';

it('tells which page an operator was refused, once, without what was searched for', async () => {
  const auditor = await running().signedIn('auditor');
  const path = '/pools/sandbox/users/admin/actions/disable';
  expect((await auditor.get(`${path}?back=/secret-search`)).status).toBe(403);
  const { body, text } = await auditor.get(`${page}?actionId=access.refused&operator=auditor`);
  expect(text).toContain(`method: GET, path: ${path}`);
  expect(text).toContain('Your role (auditor) does not include this.');
  expect(body).not.toContain('secret-search');
  expect(text.match(/method: GET/g)).toHaveLength(1);
});

it('filters by days, which are UTC and both included', async () => {
  const admin = await running().signedIn('admin');
  await admin.post('/pools/sandbox/users/admin/actions/disable');
  const today = new Date().toISOString().slice(0, 10);
  const count = async (query: string) =>
    (await admin.get(`${page}?target=admin&${query}`)).text.match(/Disable user/g)?.length ?? 0;
  const all = await count('');
  expect(await count(`from=${today}&until=${today}`)).toBe(all);
  expect(await count('from=2099-01-01')).toBeLessThan(all);
  expect(await count('until=2020-01-01')).toBeLessThan(all);
  expect(await count('from=2020-13-45&until=nonsense')).toBe(all);
});

it('verifies the audit on a page that every operator may open', async () => {
  const support = await running().signedIn('support');
  const { status, text } = await support.get(`${page}/verify`);
  expect(status).toBe(200);
  expect(text).toContain('The audit is whole:');
  expect(text).toMatch(/Hash [0-9a-f]{64}/);
});
