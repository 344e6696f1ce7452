import { expect, it } from 'vitest';
import { apiOf } from '../../helpers/api.ts';
import { consoleForTest } from '../../helpers/console.ts';
import { onPostgres } from '../../helpers/each-database.ts';
import { endedJob, newUsers, startedJob } from './orders.ts';

onPostgres((freshDatabase) => {
  it('starts, follows and lists a job, its users and its audit', async () => {
    const environment = { DATABASE_URL: await freshDatabase() };
    const own = apiOf(await consoleForTest({ sandbox: { users: 0 }, environment }));
    const users = await newUsers(own, 3);
    const action = 'user.disable';
    const order = { action, users: [...users, 'nobody', 'a\0b'], ignoreUnknown: true };
    const dry = await own.ofPool('POST', '/jobs?dryRun=true', { body: order });
    expect([dry.status, dry.body.count, dry.body.notFound]).toEqual([200, 3, ['nobody', 'a\0b']]);
    const { number } = await startedJob(own, order);
    expect(await endedJob(own, number)).toMatchObject({ counts: { done: 3 } });
    const items = await own.ofPool('GET', `/jobs/${number}/items?state=done&limit=2`);
    expect([items.status, items.body.items.length, items.body.nextCursor]).toEqual([200, 2, '2']);
    const jobs = await own.ofPool('GET', '/jobs');
    expect(jobs.body.jobs).toMatchObject([{ number, state: 'finished' }]);
    const audit = await own.ofPool('GET', `/audit?action=${action}&outcome=succeeded&limit=2`);
    expect([audit.status, audit.body.entries.length]).toEqual([200, 2]);
    const verification = await own.ofPool('GET', '/audit/verification');
    expect(verification.body).toMatchObject({ isWhole: true });
    const saved = await own.ofPool('POST', '/saved-searches', { body: { name: 'All' } });
    expect([saved.status, saved.body.name]).toEqual([201, 'All']);
    for (const [path, status, code] of [
      ['/audit?target=%00', 422, 'invalid_input'],
      ['/audit/999999999', 404, 'entry_not_found'],
      ['/audit/9999999999', 404, 'entry_not_found'],
      ['/jobs/9999999999', 404, 'job_not_found'],
      ['/jobs?cursor=9999999999', 400, 'bad_cursor'],
    ] as const) {
      const refused = await own.ofPool('GET', path);
      expect([path, refused.status, refused.body.code]).toEqual([path, status, code]);
    }
  });
});
