import { describe, expect, it } from 'vitest';
import { apiForTests } from '../../helpers/api.ts';

const api = apiForTests({ aliases: ['sandbox', 'other'] });
const path = '/saved-searches';
type As = 'admin' | 'support' | 'auditor';

async function saved(body: object, as: As) {
  const answer = await api().ofPool('POST', path, { as, body });
  expect([answer.status, answer.body.code]).toEqual([201, undefined]);
  return answer;
}

async function namesFor(as: As): Promise<string[]> {
  const { status, body } = await api().ofPool('GET', path, { as });
  expect(status).toBe(200);
  return body.savedSearches.map(({ name }: { name: string }) => name);
}

describe('Saved searches', () => {
  it('are saved with their search, order and columns, and seen by their owner', async () => {
    const { headers, body } = await saved(
      { name: ' Stuck ', q: 'status:unconfirmed', sort: '-email', columns: ['email', 'sub', 'x'] },
      'auditor',
    );
    expect(body).toEqual({
      id: expect.any(Number),
      name: 'Stuck',
      isShared: false,
      isOwn: true,
      owner: expect.any(String),
      q: 'status:unconfirmed',
      sort: '-email',
      columns: ['email', 'sub'],
    });
    expect(headers.get('location')).toBe(`/api/v1/pools/sandbox/saved-searches/${body.id}`);
    expect(await namesFor('auditor')).toContain('Stuck');
    expect(await namesFor('admin')).not.toContain('Stuck');
    const page = await (await api().running.signedIn('auditor')).get('/pools/sandbox/users');
    expect(page.text).toContain('Stuck');
  });

  it('are shared by those who may, and then changed by those, too', async () => {
    const { body } = await saved({ name: 'Of support', isShared: true }, 'support');
    for (const as of ['admin', 'auditor'] as const) expect(await namesFor(as)).toContain(body.name);
    const address = `${path}/${body.id}`;
    const refused = await api().ofPool('PATCH', address, { as: 'auditor', body: { name: 'Mine' } });
    expect([refused.status, refused.body.code]).toEqual([403, 'saved_search_of_another']);
    const kept = await api().ofPool('DELETE', address, { as: 'auditor' });
    expect([kept.status, kept.body.code]).toEqual([403, 'saved_search_of_another']);
    const renamed = await api().ofPool('PATCH', address, { body: { name: 'Of all' } });
    expect([renamed.status, renamed.body]).toEqual([
      200,
      { ...body, name: 'Of all', isOwn: false },
    ]);
    const hidden = await api().ofPool('PATCH', address, {
      as: 'support',
      body: { isShared: false },
    });
    expect(hidden.body).toMatchObject({ name: 'Of all', isShared: false, isOwn: true });
    expect(await namesFor('admin')).not.toContain('Of all');
    const gone = await api().ofPool('DELETE', address);
    expect([gone.status, gone.body.code]).toEqual([404, 'saved_search_not_found']);
    expect((await api().ofPool('DELETE', address, { as: 'support' })).status).toBe(200);
    expect(await namesFor('support')).not.toContain('Of all');
  });

  it('are not shared by auditors', async () => {
    const shared = { name: 'Shared', isShared: true };
    const refused = await api().ofPool('POST', path, { as: 'auditor', body: shared });
    expect([refused.status, refused.body.code]).toEqual([403, 'sharing_not_allowed']);
    const { body } = await saved({ name: 'Own' }, 'auditor');
    const change = { as: 'auditor', body: { isShared: true } } as const;
    const later = await api().ofPool('PATCH', `${path}/${body.id}`, change);
    expect([later.status, later.body.code]).toEqual([403, 'sharing_not_allowed']);
    expect(await namesFor('auditor')).not.toContain('Shared');
  });

  it('have names that differ', async () => {
    await saved({ name: 'Twice' }, 'admin');
    const other = await saved({ name: 'Other' }, 'admin');
    const again = await api().ofPool('POST', path, { body: { name: 'Twice' } });
    expect([again.status, again.body.code]).toEqual([409, 'saved_search_exists']);
    const address = `${path}/${other.body.id}`;
    const renamed = await api().ofPool('PATCH', address, { body: { name: 'Twice' } });
    expect([renamed.status, renamed.body.code]).toEqual([409, 'saved_search_exists']);
    await saved({ name: 'Twice' }, 'support');
  });

  it('are at most 50 of each operator', async () => {
    const own = await namesFor('admin');
    for (let count = own.length; count < 50; count += 1) {
      await saved({ name: `Search ${count}` }, 'admin');
    }
    const more = await api().ofPool('POST', path, { body: { name: 'One more' } });
    expect([more.status, more.body.code]).toEqual([409, 'too_many_saved_searches']);
  });

  it('stay in their pool', async () => {
    const { body } = await saved({ name: 'Here' }, 'support');
    const elsewhere = { as: 'support' } as const;
    const list = await api().call('GET', `/pools/other${path}`, elsewhere);
    expect(list.body).toEqual({ savedSearches: [] });
    const gone = await api().call('DELETE', `/pools/other${path}/${body.id}`, elsewhere);
    expect([gone.status, gone.body.code]).toEqual([404, 'saved_search_not_found']);
    const none = await api().call('GET', `/pools/none${path}`);
    expect([none.status, none.body.code]).toEqual([404, 'pool_not_found']);
  });

  it.each([
    ['no name', {}],
    ['an empty name', { name: '' }],
    ['a blank name', { name: ' ' }],
    ['a long name', { name: 'x'.repeat(61) }],
    ['another type', { name: 7 }],
    ['a broken search', { name: 'Broken', q: '"open' }],
    ['many columns', { name: 'Wide', columns: Array.from({ length: 13 }, () => 'email') }],
    ['an unknown member', { name: 'Odd', owner: 'admin' }],
  ])('refuse %s', async (_what, body) => {
    const { status, body: answer } = await api().ofPool('POST', path, { as: 'support', body });
    expect([status, answer.code]).toEqual([422, 'invalid_input']);
  });

  it.each(['0', 'abc', '99999999999999999999', '%27'])('do not have the id %s', async (id) => {
    const answer = await api().ofPool('PATCH', `${path}/${id}`, { body: { name: 'x' } });
    expect([answer.status, answer.body.code]).toEqual([404, 'saved_search_not_found']);
  });
});
