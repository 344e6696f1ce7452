import { beforeAll, describe, expect, it } from 'vitest';
import { type ApiReply, apiForTests } from '../../helpers/api.ts';

const api = apiForTests({ sandbox: { users: 500 } });
beforeAll(() => api().running.walked());

const roles = ['admin', 'support', 'auditor'] as const;

/** Addresses by their relation. Source: RFC 8288, 3 */
function linksOf({ headers }: ApiReply): Record<string, string> {
  const links = (headers.get('link') ?? '').matchAll(/<([^>]*)>; rel="(\w+)"/g);
  return Object.fromEntries([...links].map(([, address = '', rel = '']) => [rel, address]));
}

/** Follows `next` from page to page; answers every username on the way. */
async function walk(path: string): Promise<{ names: string[]; pages: number }> {
  const { call, base } = api();
  const names: string[] = [];
  let pages = 0;
  let next: string | undefined = path;
  while (next !== undefined) {
    const reply: ApiReply = await call('GET', next, { as: 'auditor' });
    expect(reply.status).toBe(200);
    names.push(...reply.body.users.map((user: { username: string }) => user.username));
    pages += 1;
    const links = linksOf(reply);
    const address: URL | undefined = links.next ? new URL(links.next, base) : undefined;
    expect(address?.searchParams.get('cursor') ?? undefined).toBe(reply.body.nextCursor);
    next = address && `${address.pathname}${address.search}`.replace('/api/v1', '');
  }
  return { names, pages };
}

describe('GET /pools/{pool}/users', () => {
  it('leads through all users by the header Link, each of them once', async () => {
    const everyone = await walk('/pools/sandbox/users?limit=37&fields=username');
    expect(everyone.names).toHaveLength(503);
    expect(new Set(everyone.names).size).toBe(503);
    expect(everyone.pages).toBe(14);
    const sorted = await walk('/pools/sandbox/users?sort=-username&limit=200');
    expect(sorted.names).toEqual(everyone.names.toSorted().toReversed());
  });

  it('keeps every parameter in the links, and leaves the cursor out of the first', async () => {
    const path = '/users?q=status%3ACONFIRMED%20enabled%3Ayes&sort=email&limit=2&fields=username';
    const first = linksOf(await api().ofPool('GET', path));
    const parameters = (address = '') => new URL(address, 'http://x').searchParams;
    expect(Object.fromEntries(parameters(first.first))).toEqual({
      q: 'status:CONFIRMED enabled:yes',
      sort: 'email',
      limit: '2',
      fields: 'username',
    });
    const second = await api().call('GET', (first.next ?? '').replace('/api/v1', ''));
    expect(second.body.users).toHaveLength(2);
    expect(linksOf(second).first).toBe(first.first);
  });

  it('writes no header that ends early or is too long', async () => {
    const hostile = await api().ofPool('GET', '/users?q=%22%3E;rel=next,%3Cz%3E%22');
    expect([hostile.status, hostile.body.users]).toEqual([200, []]);
    expect(Object.keys(linksOf(hostile))).toEqual(['first']);
    expect(hostile.headers.get('link')?.match(/[<>"]/g)).toHaveLength(4);
    const long = await api().ofPool('GET', `/users?q=${'%C3%A4'.repeat(1200)}`);
    expect([long.status, long.headers.get('link')]).toEqual([200, null]);
  });

  it.each(roles)('answers only the members that were chosen, for %s', async (as) => {
    const path = '/users?limit=3&q=status:CONFIRMED&fields=';
    const some = await api().ofPool('GET', `${path}username,status,attributes.email`, { as });
    expect(some.status).toBe(200);
    expect(some.body.users).toEqual(
      Array.from({ length: 3 }, () => ({
        username: expect.any(String),
        status: 'CONFIRMED',
        attributes: { email: expect.stringContaining('@') },
      })),
    );
    const groups = await api().ofPool('GET', `${path}groups`, { as });
    expect(groups.body.users[0]).toEqual({ groups: expect.any(Array) });
    const whole = await api().ofPool('GET', `${path}attributes,attributes.email`, { as });
    expect(Object.keys(whole.body.users[0].attributes).length).toBeGreaterThan(1);
    const all = await api().ofPool('GET', '/users?limit=1&q=status:CONFIRMED', { as });
    expect(Object.keys(all.body.users[0]).toSorted()).toEqual([
      'attributes',
      'createdAt',
      'groups',
      'isEnabled',
      'modifiedAt',
      'status',
      'sub',
      'username',
    ]);
  });

  it('takes an attribute of the schema that no user has', async () => {
    const { status, body } = await api().ofPool('GET', '/users?limit=1&fields=attributes.website');
    expect([status, body.users]).toEqual([200, [{ attributes: {} }]]);
  });

  it('counts the users who match when asked', async () => {
    const { body } = await api().ofPool('GET', '/users?limit=1&count=true');
    expect(body.count).toEqual({ total: 503, isExact: true });
    const none = await api().ofPool('GET', '/users?q=name:nobody-has-this&count=true');
    expect(none.body).toEqual({
      users: [],
      count: { total: 0, isExact: true },
      completeAsOf: expect.any(String),
    });
    expect((await api().ofPool('GET', '/users?limit=1')).body.count).toBeUndefined();
  });

  it.each([
    ['fields=', 'fields'],
    ['fields=username,', 'fields'],
    ['fields=password', 'fields'],
    ['fields=__proto__', 'fields'],
    ['fields=constructor', 'fields'],
    ['fields=isLastKnown2', 'fields'],
    ['fields=attributes.', 'fields'],
    ['fields=attributes.nope', 'fields'],
    ['fields=attributes.__proto__', 'fields'],
    ['fields=attributes.sub', 'fields'],
    ['sort=nope', 'sort'],
    ['sort=--email', 'sort'],
    ['sort=groups', 'sort'],
    ['q=status:NOPE', 'q'],
    ['q=%22open', 'q'],
    ['q=a&q=b', 'q'],
    ['count=maybe', 'count'],
    ['page=2', 'page'],
  ])('refuses %s', async (query, field) => {
    const { status, body } = await api().ofPool('GET', `/users?${query}`);
    expect([status, body.code]).toEqual([422, 'invalid_input']);
    expect(body.fields[field]).toEqual(expect.any(String));
  });

  it.each(['0', '201', '-1', '1.5', 'abc', 'Infinity', '1e9', '1&limit=2'])(
    'refuses limit=%s',
    async (limit) => {
      const { status, body } = await api().ofPool('GET', `/users?limit=${limit}`);
      expect([status, body.code]).toEqual([422, 'invalid_input']);
    },
  );

  it('refuses a cursor that is none, or of another order', async () => {
    const { body } = await api().ofPool('GET', '/users?limit=1&sort=email');
    const cursors = [
      body.nextCursor,
      'x',
      '%00',
      'null',
      Buffer.from('["created","descending","x",1]').toString('base64url'),
      Buffer.from('["created","descending",1,-1]').toString('base64url'),
      Buffer.from('["created","descending",1,99999999999]').toString('base64url'),
      'a'.repeat(8000),
    ];
    for (const cursor of cursors) {
      const reply = await api().ofPool('GET', `/users?cursor=${cursor}`);
      expect([reply.status, reply.body.code]).toEqual([400, 'bad_cursor']);
    }
  });
});
