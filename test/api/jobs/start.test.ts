import { randomUUID } from 'node:crypto';
import { CreateGroupCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { apiForTests, apiOf } from '../../helpers/api.ts';
import { consoleForTest } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';
import { endedJob, newUsers, startedJob } from './orders.ts';

const api = apiForTests();
const start = (body: unknown, as?: 'admin' | 'support' | 'auditor', query = '') =>
  api().ofPool('POST', `/jobs${query}`, { as, body });
const jobCount = async () => (await api().ofPool('GET', '/jobs?limit=200')).body.jobs.length;

describe('POST /jobs', () => {
  it('does an action to the users named, by username or sub, each once', async () => {
    const [ada = '', bob = '', eve = ''] = await newUsers(api(), 3);
    const { sub } = (await api().ofPool('GET', `/users/${bob}`)).body;
    const answer = await start({
      action: 'user.disable',
      users: [ada, sub, bob, ada],
      reason: 'Left the company',
    });
    const { number } = answer.body;
    expect([answer.status, answer.body]).toEqual([
      201,
      {
        number: expect.any(Number),
        pool: 'sandbox',
        action: 'user.disable',
        input: {},
        state: expect.any(String),
        selection: 'Listed by username or user ID',
        reason: 'Left the company',
        total: 2,
        counts: expect.any(Object),
        startedBy: { username: 'admin', sub: expect.stringMatching(/-/) },
        problem: '',
        createdAt: expect.stringMatching(/Z$/),
      },
    ]);
    expect(answer.headers.get('location')).toBe(`/api/v1/pools/sandbox/jobs/${number}`);
    expect(await endedJob(api(), number)).toMatchObject({
      state: 'finished',
      counts: { done: 2, waiting: 0, refused: 0 },
      startedAt: expect.any(String),
      endedAt: expect.any(String),
    });
    const people = peopleOf(api().running);
    for (const [name, isEnabled] of [
      [ada, false],
      [bob, false],
      [eve, true],
    ] as const) {
      expect([name, (await people.get(name)).Enabled]).toEqual([name, isEnabled]);
    }
    const audit = await api().ofPool('GET', `/audit?target=${ada}&action=user.disable`);
    expect(audit.body.entries).toMatchObject([
      { outcome: 'succeeded', reason: 'Left the company', input: { job: number } },
    ]);
  });

  it('does an action with input to all that match', async () => {
    const domain = `${randomUUID()}.example`;
    const { cognito, sandbox } = api().running;
    const group = { UserPoolId: sandbox.userPoolId, GroupName: 'readers' };
    await cognito.send(new CreateGroupCommand(group));
    const people = peopleOf(api().running);
    const names = [];
    for (const name of ['one', 'two']) {
      names.push(await people.confirmed({ email: `${name}@${domain}` }));
    }
    await api().running.noticed(...names);
    const order = { action: 'user.add-to-group', input: { group: 'readers' }, search: domain };
    const { number, selection } = await startedJob(api(), order);
    expect(selection).toBe(`All that match ${domain}`);
    expect(await endedJob(api(), number)).toMatchObject({ counts: { done: 2 } });
    for (const name of names) expect(await people.groups(name)).toEqual(['readers']);
  });

  it('says by a dry run what it would do, and does nothing', async () => {
    const names = await newUsers(api(), 2);
    const before = await jobCount();
    const order = { action: 'user.delete', users: [...names, 'nobody-of-this-name'] };
    const { status, body } = await start(order, 'admin', '?dryRun=true');
    expect([status, body]).toEqual([
      200,
      {
        count: 2,
        sample: names.map((username) => ({ username, sub: expect.stringMatching(/-/) })),
        notFound: ['nobody-of-this-name'],
        consequence: expect.stringContaining('removed from the pool'),
      },
    ]);
    expect(await jobCount()).toBe(before);
    for (const name of names) {
      expect((await peopleOf(api().running).get(name)).Enabled).toBe(true);
    }
  });

  it('starts nothing while some of the users are unknown, unless they may be', async () => {
    const [ada = ''] = await newUsers(api(), 1);
    const before = await jobCount();
    const order = { action: 'user.disable', users: ['nobody-1', ada, 'nobody-2'] };
    const refused = await start(order);
    expect([refused.status, refused.body.code]).toEqual([422, 'unknown_users']);
    expect(refused.body.fields.users).toBe('Not in the pool: nobody-1, nobody-2.');
    const none = await start({ ...order, users: ['nobody-1'], ignoreUnknown: true });
    expect([none.status, none.body.code]).toEqual([422, 'nobody_chosen']);
    expect(await jobCount()).toBe(before);
    expect(await startedJob(api(), { ...order, ignoreUnknown: true })).toMatchObject({ total: 1 });
  });

  it('finds no user of a name that was deleted', async () => {
    const [ada = ''] = await newUsers(api(), 1);
    const { number } = await startedJob(api(), {
      action: 'user.delete',
      users: [ada],
      confirmation: 1,
    });
    expect(await endedJob(api(), number)).toMatchObject({ counts: { done: 1 } });
    const refused = await start({ action: 'user.disable', users: [ada] });
    expect([refused.status, refused.body.code]).toEqual([422, 'unknown_users']);
  });

  it('asks for the number of users before what cannot be undone, and before a dangerous search', async () => {
    const names = await newUsers(api(), 2);
    const order = { action: 'user.delete', users: names };
    for (const confirmation of [undefined, 1, 3]) {
      const refused = await start({ ...order, confirmation });
      expect([refused.status, refused.body.code]).toEqual([422, 'invalid_input']);
      expect(refused.body.fields.confirmation).toContain('Send 2');
    }
    const { number } = await startedJob(api(), { ...order, confirmation: 2 });
    expect(await endedJob(api(), number)).toMatchObject({ counts: { done: 2 } });
    const everybody = await start({ action: 'user.disable', search: '' });
    expect([everybody.status, everybody.body.code]).toEqual([422, 'invalid_input']);
    expect(Object.keys(everybody.body.fields)).toEqual(['confirmation']);
  });

  it.each([
    ['neither users nor search', {}, 'users'],
    ['both', { users: ['ada'], search: 'ada' }, 'search'],
    ['an unknown action', { action: 'user.create', users: ['ada'] }, 'action'],
    ['an action of the prototype', { action: 'constructor', users: ['ada'] }, 'action'],
    ['an unknown member of the input', { users: ['ada'], input: { group: 'x' } }, 'input.group'],
    ['a reason in the input', { users: ['ada'], input: { reason: 'x' } }, 'input.reason'],
    ['a NUL in the search', { search: 'a\0' }, 'search'],
    ['a NUL in the reason', { users: ['ada'], reason: 'a\0' }, 'reason'],
    ['a broken search', { search: '"open' }, 'search'],
    ['users of another type', { users: ['ada', 7] }, 'users'],
    ['an empty username', { users: [''] }, 'users'],
    ['a username that is too long', { users: ['a'.repeat(129)] }, 'users'],
    ['no users', { users: [] }, 'users'],
    ['users as a text', { users: 'ada' }, 'users'],
    ['ignoreUnknown as a text', { users: ['ada'], ignoreUnknown: 'true' }, 'ignoreUnknown'],
    ['half a confirmation', { users: ['ada'], confirmation: 0.5 }, 'confirmation'],
    ['a long reason', { users: ['ada'], reason: 'x'.repeat(501) }, 'reason'],
    ['a member that does not exist', { users: ['ada'], dryRun: true }, 'dryRun'],
  ])('refuses %s', async (_what, members, field) => {
    const before = await jobCount();
    const { status, body } = await start({ action: 'user.disable', ...members });
    expect([status, body.code]).toEqual([422, 'invalid_input']);
    expect(Object.keys(body.fields)).toContain(field);
    expect(await jobCount()).toBe(before);
  });

  it.each([
    ['a number for the group', { group: 7 }, 'input.group'],
    ['a list', { group: ['editors', 'admins'] }, 'input.group'],
    ['nothing', {}, 'input.group'],
    ['a member of the prototype', { group: 'editors', toString: 'x' }, 'input.toString'],
  ])('refuses %s as input', async (_what, input, field) => {
    const { status, body } = await start({ action: 'user.add-to-group', users: ['ada'], input });
    expect([status, body.code]).toEqual([422, 'invalid_input']);
    expect(Object.keys(body.fields)).toEqual([field]);
  });

  it('finds nobody by hostile names', async () => {
    const users = [
      "' or 1=1 --",
      '"',
      '%',
      '..',
      '../..',
      '\u202eada',
      'a\u0001',
      'b\0',
      '\u{1f600}',
    ];
    const order = { action: 'user.disable', users };
    const { status, body } = await start(order, 'admin', '?dryRun=true');
    expect([status, body.count, body.notFound]).toEqual([200, 0, users]);
  });

  it('is for administrators', async () => {
    const [ada = ''] = await newUsers(api(), 1);
    const before = await jobCount();
    const body = { action: 'user.disable', users: [ada] };
    for (const as of ['support', 'auditor'] as const) {
      for (const query of ['', '?dryRun=true']) {
        const refused = await start(body, as, query);
        expect([refused.status, refused.body.code]).toEqual([403, 'permission_missing']);
      }
    }
    const none = await api().ofPool('POST', '/jobs', { as: { token: '' }, body });
    expect([none.status, none.body.code]).toEqual([401, 'not_signed_in']);
    const pool = await api().call('POST', '/pools/none/jobs', { body });
    expect([pool.status, pool.body.code]).toEqual([404, 'pool_not_found']);
    expect(await jobCount()).toBe(before);
  });

  it('asks for the reason and the recent sign-in that the console asks for', async () => {
    const clock = { ahead: 0 };
    const own = apiOf(
      await consoleForTest({
        sandbox: { users: 0 },
        environment: { REQUIRE_REASON: 'true' },
        now: () => new Date(Date.now() + clock.ahead),
      }),
    );
    const users = await newUsers(own, 1);
    const body = { action: 'user.disable', users };
    const noReason = await own.ofPool('POST', '/jobs', { body });
    expect([noReason.status, noReason.body.code]).toEqual([422, 'invalid_input']);
    expect(Object.keys(noReason.body.fields)).toEqual(['reason']);
    const complete = { ...body, reason: 'Ticket 4711' };
    clock.ahead = 20 * 60_000;
    for (const query of ['', '?dryRun=true']) {
      const stale = await own.ofPool('POST', `/jobs${query}`, { body: complete });
      expect([stale.status, stale.body.code]).toEqual([403, 'recent_sign_in_required']);
    }
    const audit = await own.ofPool('GET', '/audit?action=job.start');
    expect(audit.body.entries).toMatchObject([
      { outcome: 'refused', error: { code: 'recent_sign_in_required' } },
    ]);
    clock.ahead = 0;
    const { number } = await startedJob(own, complete);
    expect(await endedJob(own, number)).toMatchObject({ reason: 'Ticket 4711' });
  });
});

describe('An Idempotency-Key', () => {
  const headers = () => ({ 'idempotency-key': randomUUID() });

  it('starts one job, however often the request is sent', async () => {
    const users = await newUsers(api(), 1);
    const before = await jobCount();
    const options = { headers: headers() };
    const body = { action: 'user.delete', users, confirmation: 1 };
    const first = await startedJob(api(), body, options);
    await endedJob(api(), first.number);
    // The user is gone by now, which would be refused.
    const again = await startedJob(api(), body, options);
    expect(again.number).toBe(first.number);
    expect(await jobCount()).toBe(before + 1);
  });

  it('starts one job when several requests come at once', async () => {
    const users = await newUsers(api(), 1);
    const before = await jobCount();
    const options = { headers: headers(), body: { action: 'user.sign-out', users } };
    const post = () => api().ofPool('POST', '/jobs', options);
    await Promise.all([post(), post(), post()]);
    expect((await post()).status).toBe(201);
    expect(await jobCount()).toBe(before + 1);
  });

  it('is refused for another order', async () => {
    const users = await newUsers(api(), 1);
    const options = { headers: headers() };
    await startedJob(api(), { action: 'user.disable', users }, options);
    const body = { action: 'user.enable', users };
    const other = await api().ofPool('POST', '/jobs', { ...options, body });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
  });
});
