import { beforeAll, describe, expect, it } from 'vitest';
import { apiForTests } from '../../helpers/api.ts';
import { peopleOf } from '../../helpers/people.ts';
import { endedJob, newUsers, startedJob } from './orders.ts';

const api = apiForTests({ aliases: ['sandbox', 'other'] });

/** A finished job of three users, of whom one was disabled before. */
let finished = 0;
let users: string[] = [];
beforeAll(async () => {
  users = await newUsers(api(), 3);
  await peopleOf(api().running).disable(users[1] ?? '');
  await api().running.noticed(users[1] ?? '');
  const { number } = await startedJob(api(), { action: 'user.disable', users });
  await endedJob(api(), number);
  finished = number;
});

describe('GET /jobs', () => {
  it('lists the jobs of the pool, newest first, page by page', async () => {
    for (let index = 0; index < 2; index += 1) {
      const { number } = await startedJob(api(), { action: 'user.sign-out', users });
      await endedJob(api(), number);
    }
    const first = await api().ofPool('GET', '/jobs?limit=2', { as: 'auditor' });
    expect(first.status).toBe(200);
    expect(first.body.jobs).toHaveLength(2);
    expect(first.body.jobs[0]).toMatchObject({ action: 'user.sign-out', state: 'finished' });
    expect(first.body.jobs[0]).not.toHaveProperty('counts');
    const { nextCursor } = first.body;
    expect(first.headers.get('link')).toContain(`cursor=${nextCursor}>; rel="next"`);
    const second = await api().ofPool('GET', `/jobs?cursor=${nextCursor}`);
    const numbers = [...first.body.jobs, ...second.body.jobs].map(({ number }) => number);
    expect(numbers).toEqual(numbers.toSorted((one, other) => other - one));
    expect(numbers).toContain(finished);
  });

  it('keeps the jobs of pools apart', async () => {
    expect((await api().call('GET', '/pools/other/jobs')).body).toEqual({ jobs: [] });
    for (const [method, rest] of [
      ['GET', ''],
      ['GET', '/items'],
      ['GET', '/events'],
      ['POST', '/pause'],
      ['POST', '/resume'],
      ['POST', '/cancel'],
    ] as const) {
      const path = `/pools/other/jobs/${finished}${rest}`;
      const { status, body } = await api().call(method, path);
      expect([path, status, body.code]).toEqual([path, 404, 'job_not_found']);
    }
  });

  it.each(['0', '999999999', '99999999999999999999', 'abc', '-1', '1.5', '%27', '1e3'])(
    'does not find %s',
    async (job) => {
      for (const rest of ['', '/items', '/events']) {
        const { status, body } = await api().ofPool('GET', `/jobs/${job}${rest}`);
        expect([status, body.code]).toEqual([404, 'job_not_found']);
      }
    },
  );

  it.each([
    ['?limit=0', 422, 'invalid_input'],
    ['?limit=abc', 422, 'invalid_input'],
    ['?limit=1001', 422, 'invalid_input'],
    ['?cursor=abc', 400, 'bad_cursor'],
    ['?cursor=99999999999999999999', 400, 'bad_cursor'],
    ['?cursor=', 400, 'bad_cursor'],
    ['?before=7', 422, 'invalid_input'],
  ])('refuses %s', async (query, status, code) => {
    for (const path of ['/jobs', `/jobs/${finished}/items`]) {
      const refused = await api().ofPool('GET', `${path}${query}`);
      expect([refused.status, refused.body.code]).toEqual([status, code]);
    }
  });

  it('is not for support staff', async () => {
    for (const rest of ['', `/${finished}`, `/${finished}/items`, `/${finished}/events`]) {
      const { status, body } = await api().ofPool('GET', `/jobs${rest}`, { as: 'support' });
      expect([status, body.code]).toEqual([403, 'permission_missing']);
    }
  });
});

describe('GET /jobs/{job}/items', () => {
  it('lists what became of each user', async () => {
    const path = `/jobs/${finished}/items`;
    const { status, body } = await api().ofPool('GET', path, { as: 'auditor' });
    expect(status).toBe(200);
    expect(body.items.map(({ username }: { username: string }) => username)).toEqual(users);
    expect(body.items[0]).toEqual({
      position: 1,
      username: users[0],
      sub: expect.stringMatching(/-/),
      state: 'done',
      audit: expect.any(Number),
    });
    const entry = await api().ofPool('GET', `/audit/${body.items[0].audit}`);
    expect(entry.body).toMatchObject({ action: 'user.disable', target: { name: users[0] } });
    const refused = await api().ofPool('GET', `${path}?state=refused`);
    expect(refused.body.items).toEqual([
      {
        position: 2,
        username: users[1],
        sub: expect.any(String),
        state: 'refused',
        error: { code: 'already_disabled', message: expect.any(String) },
      },
    ]);
    const wrong = await api().ofPool('GET', `${path}?state=perhaps`);
    expect([wrong.status, wrong.body.code]).toEqual([422, 'invalid_input']);
  });

  it('leads from page to page', async () => {
    const path = `/jobs/${finished}/items`;
    const first = await api().ofPool('GET', `${path}?limit=2`);
    expect(first.body.nextCursor).toBe('2');
    const second = await api().ofPool('GET', `${path}?limit=2&cursor=2`);
    expect(second.body.items).toMatchObject([{ position: 3 }]);
    expect(second.body).not.toHaveProperty('nextCursor');
    expect(second.headers.get('link')).not.toContain('rel="next"');
  });
});
