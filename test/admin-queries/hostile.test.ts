import { describe, expect, it } from 'vitest';
import { adminQueriesForTests } from '../helpers/admin-queries.ts';
import { peopleOf } from '../helpers/people.ts';

const api = adminQueriesForTests({ sandbox: { users: 70 } });
const people = () => peopleOf(api().running);

describe('A body', () => {
  it.each([
    ['', 400],
    ['{', 400],
    ['[]', 400],
    ['"ada"', 400],
    ['null', 400],
    ['{}', 400],
    ['{"username":1}', 400],
    ['{"username":["ada"]}', 400],
    ['{"username":""}', 400],
    ['{"username":"ada","reason":7}', 400],
    ['{"username":"ada","userName":"bob"}', 400],
    ['{"username":"ada","__proto__":{"role":"admin"}}', 400],
    [JSON.stringify({ username: 'x'.repeat(4096) }), 400],
    [JSON.stringify({ username: 'no-such-user', reason: 'x'.repeat(600) }), 400],
    [`${'['.repeat(1000)}${']'.repeat(1000)}`, 400],
    [JSON.stringify({ username: 'x'.repeat(1_000_000) }), 413],
  ])('that is none is refused: %.40s', async (body, status) => {
    const reply = await api().post('disableUser', body);
    expect([reply.status, typeof reply.body.message]).toEqual([status, 'string']);
  });

  it('of another media type is 415', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml']) {
      const headers = { 'content-type': type };
      const reply = await api().post('disableUser', 'username=ada', { headers });
      expect([reply.status, reply.body.code]).toEqual([415, 'unsupported_media_type']);
    }
  });
});

describe('A name', () => {
  it.each([
    '..',
    '~.',
    'a" or username ^= "',
    'a\\" or username ^= \\"',
    "'; drop table directory_user; --",
    '\u202eadmin',
    'admin\u0000',
    ' admin',
    '😀'.repeat(60),
    'x'.repeat(129),
    '%2e%2e%2f',
  ])('that no user has finds nobody: %j', async (username) => {
    for (const route of ['getUser', 'listGroupsForUser']) {
      const { status, body } = await api().get(route, { username });
      expect([route, status, body.code]).toEqual([route, 404, 'user_not_found']);
    }
    const reply = await api().post('disableUser', { username });
    expect([reply.status, reply.body.code]).toEqual([404, 'user_not_found']);
    expect((await people().get('admin')).Enabled).toBe(true);
  });

  it('is asked for, and once only', async () => {
    for (const query of ['', '?username=', '?username=admin&username=auditor', '?user=admin']) {
      const response = await fetch(`${api().base}/getUser${query}`, {
        headers: { authorization: await api().tokenOf('admin') },
      });
      const { code } = Object(await response.json());
      expect([query, response.status, code]).toEqual([query, 400, 'invalid_input']);
    }
    const reply = await api().post('addUserToGroup', { username: 'admin' });
    expect([reply.status, Object.keys(reply.body.fields)]).toEqual([400, ['groupname']]);
  });
});

describe('The token of a page', () => {
  it('belongs to its list', async () => {
    await api().running.walked();
    const first = await api().get('listUsers', { limit: 5 });
    const filtered = await api().get('listUsers', {
      limit: 5,
      filter: 'cognito:user_status = "CONFIRMED"',
    });
    expect(first.body.NextToken).toMatch(/^mirror\./);
    expect(filtered.body.NextToken).toMatch(/^pool\./);
    const more = await api().get('listUsers', {
      limit: 5,
      filter: 'cognito:user_status = "CONFIRMED"',
      token: filtered.body.NextToken,
    });
    expect([more.status, more.body.Users.length]).toEqual([200, 5]);
    const wrong = [
      ['listUsers', { token: 'abc' }],
      ['listUsers', { token: 'mirror.abc' }],
      ['listUsers', { token: 'mirror.' }],
      ['listUsers', { token: 'pool.abc' }],
      ['listUsers', { token: first.body.NextToken, filter: 'email ^= "a"' }],
      ['listUsers', { token: filtered.body.NextToken, q: 'status:CONFIRMED' }],
      ['listGroups', { token: first.body.NextToken }],
      ['listUsersInGroup', { token: first.body.NextToken, groupname: 'pool-admins' }],
      ['listGroupsForUser', { token: first.body.NextToken, username: 'admin' }],
      ['listGroupsForUser', { token: 'place.-1', username: 'admin' }],
    ] as const;
    for (const [route, query] of wrong) {
      const { status } = await api().get(route, query);
      expect([route, query, status]).toEqual([route, query, 400]);
    }
  });

  it('leads through the groups of one user', async () => {
    const username = await people().confirmed();
    for (const group of ['pool-auditors', 'pool-support']) {
      await people().addToGroup(username, group);
    }
    const names: string[] = [];
    let token = '';
    do {
      const { body } = await api().get('listGroupsForUser', { username, limit: 1, token });
      expect(body.Groups).toHaveLength(1);
      names.push(body.Groups[0].GroupName);
      token = body.NextToken ?? '';
    } while (token !== '');
    expect(names.toSorted()).toEqual(['pool-auditors', 'pool-support']);
  });
});
