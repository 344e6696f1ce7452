import { describe, expect, it } from 'vitest';
import { mostUsers } from '../../../server/jobs/start/selection.ts';
import { apiForTests } from '../../helpers/api.ts';
import { endedJob, newUsers, startedJob } from './orders.ts';

const api = apiForTests();

const unknown = (count: number) =>
  Array.from({ length: count }, (_, index) => `00000000-0000-4000-8000-${index}`);
const post = (body: unknown, query = '') => api().ofPool('POST', `/jobs${query}`, { body });

describe('A job for 100,000 users', () => {
  it('is ordered in one request, of whom each counts once', async () => {
    const users = await newUsers(api(), 3);
    const order = {
      action: 'user.disable',
      users: [...unknown(mostUsers - 6), ...users, ...users],
    };
    const dry = await post(order, '?dryRun=true');
    expect([dry.status, dry.body.count]).toEqual([200, 3]);
    expect(dry.body.notFound).toHaveLength(mostUsers - 6);
    const refused = await post(order);
    expect([refused.status, refused.body.code]).toEqual([422, 'unknown_users']);
    expect(refused.body.fields.users).toContain(`and ${mostUsers - 26} more`);
    const { number, total } = await startedJob(api(), { ...order, ignoreUnknown: true });
    expect(total).toBe(3);
    expect(await endedJob(api(), number)).toMatchObject({ counts: { done: 3 } });
  });

  it('answers others while it looks the users up', async () => {
    const order = { action: 'user.disable', users: unknown(mostUsers) };
    let isAnswered = false;
    const answer = post(order, '?dryRun=true').finally(() => {
      isAnswered = true;
    });
    let answered = 0;
    while (!isAnswered) {
      expect((await fetch(`${api().running.url}/healthz`)).status).toBe(200);
      answered += 1;
    }
    expect((await answer).body.count).toBe(0);
    // A turn for them between any two of the 200 statements.
    expect(answered).toBeGreaterThan(10);
  });

  it('is refused when there are more, or when they are nothing of the kind', async () => {
    const more = await post({ action: 'user.disable', users: unknown(mostUsers + 1) });
    expect([more.status, more.body.code]).toEqual([422, 'too_many_users']);
    const numbers = Array.from({ length: mostUsers }, (_, index) => index);
    const wrong = await post({ action: 'user.disable', users: numbers });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'invalid_input']);
    expect(wrong.body.fields).toEqual({ users: 'Item 0 is no username and no sub.' });
    const lists = await post({ action: 'user.disable', users: numbers.map(() => []) });
    expect([lists.status, lists.body.code]).toEqual([422, 'invalid_input']);
    const large = await post({ action: 'user.disable', users: ['x'.repeat(17 * 1024 * 1024)] });
    expect([large.status, large.body.code]).toEqual([413, 'body_too_large']);
  });
});
