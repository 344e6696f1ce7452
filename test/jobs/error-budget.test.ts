import { expect, it } from 'vitest';
import type { ItemResult } from '../../server/jobs/job.ts';
import { createErrorBudget } from '../../server/jobs/turn/error-budget.ts';
import { startSandbox } from '../../server/sandbox/start.ts';
import { consoleForTest } from '../helpers/console.ts';
import { peopleOf } from '../helpers/people.ts';
import { proxyOf } from '../helpers/pool-proxy.ts';
import { jobsPath, started } from './world.ts';

const done: ItemResult = { state: 'done' };
const refused: ItemResult = { state: 'refused', errorCode: 'already_disabled', message: 'It is.' };
const failed = (errorCode: string): ItemResult => ({ state: 'failed', errorCode, message: 'No.' });

it('a job pauses when 20 of its first 100 users fail for one reason, and says which', async () => {
  const sandbox = await startSandbox({ port: 0, data: ':memory:', users: 0 });
  const proxy = await proxyOf(sandbox);
  const running = await consoleForTest({ pool: proxy.pool });
  const people = peopleOf(running);
  const users = await Promise.all(Array.from({ length: 60 }, () => people.invited()));
  await running.walked();
  const message = 'A trigger refused it.';
  proxy.refuse('AdminDisableUser', { name: 'UserLambdaValidationException', message });
  const admin = await running.signedIn('admin');
  const job = await started(admin, { action: 'user.disable', users });
  const page = async () => (await admin.get(`${jobsPath}/${job}`)).text;
  await expect.poll(page, { timeout: 60_000 }).toContain('failed for the same reason');
  expect(await page()).toContain('Paused');
});

it('counts 50 in a row later, and other reasons and refusals not at all', () => {
  const budget = createErrorBudget();
  for (let n = 0; n < 19; n += 1) budget.count(failed('one'));
  for (let n = 0; n < 100; n += 1) budget.count(n % 2 === 0 ? done : refused);
  for (let n = 0; n < 49; n += 1) budget.count(failed('one'));
  budget.count(failed('other'));
  for (let n = 0; n < 49; n += 1) budget.count(failed('one'));
  expect(() => budget.count(failed('one'))).toThrow(
    'The last 50 users failed for the same reason: No.',
  );
});
