import { expect, it } from 'vitest';
import { apiOf } from '../../helpers/api.ts';
import { consoleForTest } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';
import { endedJob, newUsers, startedJob } from './orders.ts';

it('pauses, resumes and cancels a job', async () => {
  const own = apiOf(await consoleForTest({ sandbox: { users: 0 } }));
  const many = await newUsers(own, 60);
  const { number } = await startedJob(own, { action: 'user.disable', users: many });
  const post = (verb: string, as?: 'support' | 'auditor') =>
    own.ofPool('POST', `/jobs/${number}/${verb}`, { as });
  const state = async () => (await own.ofPool('GET', `/jobs/${number}`)).body.state;
  await expect.poll(state, { interval: 5 }).toBe('running');
  const paused = await post('pause');
  expect([paused.status, paused.body]).toMatchObject([200, { number, state: 'paused' }]);
  const twice = await post('pause');
  expect([twice.status, twice.body.code]).toEqual([409, 'job_not_running']);
  for (const as of ['support', 'auditor'] as const) {
    const refused = await post('resume', as);
    expect([refused.status, refused.body.code]).toEqual([403, 'permission_missing']);
  }
  expect((await post('resume')).body.state).toBe('running');
  expect((await post('pause')).body.state).toBe('paused');
  const cancelled = await post('cancel');
  expect([cancelled.status, cancelled.body.state]).toEqual([200, 'cancelled']);
  for (const verb of ['pause', 'resume', 'cancel']) {
    const ended = await post(verb);
    expect([ended.status, ended.body.code]).toEqual([409, 'job_not_running']);
  }
  const job = await endedJob(own, number);
  const skipped = await own.ofPool('GET', `/jobs/${number}/items?state=skipped`);
  expect(job).toMatchObject({ counts: { skipped: skipped.body.items.length } });
  const audit = await own.ofPool('GET', '/audit?action=job.cancel');
  expect(audit.body.entries).toMatchObject([{ input: { job: number }, outcome: 'succeeded' }]);
});

it('stops a job whose operator has lost the role', async () => {
  const clock = { ahead: 0 };
  const running = await consoleForTest({
    sandbox: { users: 0 },
    now: () => new Date(Date.now() + clock.ahead),
  });
  const own = apiOf(running);
  const people = peopleOf(running);
  await people.confirmed({}, 'second');
  await people.addToGroup('second', 'pool-admins');
  const many = await newUsers(own, 60);
  const order = { action: 'user.disable', users: many };
  const as = { token: await own.tokenOf('second') };
  const { number } = await startedJob(own, order, { as });
  const state = async () => (await own.ofPool('GET', `/jobs/${number}`)).body.state;
  await expect.poll(state, { interval: 5 }).toBe('running');
  expect((await own.ofPool('POST', `/jobs/${number}/pause`)).status).toBe(200);
  await people.disable('second');
  clock.ahead += 31_000;
  expect((await own.ofPool('POST', `/jobs/${number}/resume`)).status).toBe(200);
  const job = await endedJob(own, number);
  expect(job).toMatchObject({ state: 'stopped', problem: expect.stringContaining('second') });
  const refused = await own.ofPool('POST', '/jobs', { as, body: order });
  expect([refused.status, refused.body.code]).toEqual([403, 'power_lost']);
});
