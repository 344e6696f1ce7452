import { describe, expect, it } from 'vitest';
import { apiForTests } from '../../helpers/api.ts';
import { peopleOf } from '../../helpers/people.ts';

const api = apiForTests({ aliases: ['sandbox', 'other'] });

/** A user whom the administrator disables, enables, and enables once more, which is refused. */
async function changedUser(): Promise<string> {
  const username = await peopleOf(api().running).confirmed();
  const admin = await api().running.signedIn('admin');
  for (const verb of ['disable', 'enable', 'enable']) {
    await admin.post(`/pools/sandbox/users/${username}/actions/${verb}`);
  }
  return username;
}

const numbersOf = (entries: readonly { number: number }[]) => entries.map(({ number }) => number);

describe('GET /audit', () => {
  it('lists who did what to whom, newest first', async () => {
    const target = await changedUser();
    const { status, body } = await api().ofPool('GET', `/audit?target=${target}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      entries: [
        expect.objectContaining({
          action: 'user.enable',
          outcome: 'refused',
          error: { code: 'already_enabled', message: expect.any(String) },
        }),
        expect.objectContaining({ action: 'user.enable', outcome: 'succeeded' }),
        {
          number: expect.any(Number),
          at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
          operator: {
            username: 'admin',
            sub: expect.stringMatching(/-/),
            role: 'admin',
            address: '127.0.0.1',
            browser: expect.any(String),
            session: expect.any(String),
          },
          pool: 'sandbox',
          action: 'user.disable',
          target: { kind: 'user', name: target, sub: expect.stringMatching(/-/) },
          input: {},
          reason: '',
          outcome: 'succeeded',
          duration: expect.any(Number),
          parts: [],
        },
      ],
    });
    const { sub } = body.entries[0].target;
    expect((await api().ofPool('GET', `/audit?target=${sub}`)).body).toEqual(body);
  });

  it('is filtered by operator, action, outcome and time', async () => {
    const target = await changedUser();
    const of = async (query: string) => {
      const { body } = await api().ofPool('GET', `/audit?target=${target}&${query}`);
      return body.entries.map((entry: { action: string }) => entry.action);
    };
    expect(await of('outcome=refused')).toEqual(['user.enable']);
    expect(await of('action=user.disable')).toEqual(['user.disable']);
    expect(await of('operator=admin')).toHaveLength(3);
    expect(await of('operator=support')).toEqual([]);
    const today = new Date().toISOString().slice(0, 10);
    expect(await of(`from=${today}`)).toHaveLength(3);
    expect(await of(`from=${today}&until=${today}`)).toHaveLength(3);
    expect(await of('until=2020-02-29')).toEqual([]);
    expect(await of('from=2020-02-29T23:59:59.5%2B02:00')).toHaveLength(3);
    expect(await of(`until=${encodeURIComponent('2020-01-01T00:00:00+00:00')}`)).toEqual([]);
    const all = await api().ofPool('GET', `/audit?target=${target}`);
    // Begun before this moment.
    expect(await of(`until=${all.body.entries[2].at}`)).toEqual([]);
  });

  it('leads from page to page by cursor and by Link', async () => {
    const target = await changedUser();
    const path = `/audit?target=${target}&limit=2`;
    const first = await api().ofPool('GET', path);
    expect(first.body.entries).toHaveLength(2);
    const { nextCursor } = first.body;
    const [, next = ''] =
      /<\/api\/v1([^>]+)>; rel="next"$/.exec(first.headers.get('link') ?? '') ?? [];
    expect(new URL(next, 'http://x').searchParams.get('cursor')).toBe(nextCursor);
    const second = await api().call('GET', next);
    expect(second.body.entries).toHaveLength(1);
    expect(second.body).not.toHaveProperty('nextCursor');
    expect(second.headers.get('link')).not.toContain('rel="next"');
    const both = await api().ofPool('GET', `/audit?target=${target}`);
    const numbers = numbersOf([...first.body.entries, ...second.body.entries]);
    expect(numbers).toEqual(numbersOf(both.body.entries));
  });

  it.each([
    ['limit=0', 422, 'invalid_input'],
    ['limit=201', 422, 'invalid_input'],
    ['limit=abc', 422, 'invalid_input'],
    ['limit=Infinity', 422, 'invalid_input'],
    ['limit=1&limit=2', 422, 'invalid_input'],
    ['cursor=abc', 400, 'bad_cursor'],
    ['cursor=-1', 400, 'bad_cursor'],
    ['cursor=99999999999999999999', 400, 'bad_cursor'],
    ['cursor=1%20or%201=1', 400, 'bad_cursor'],
    ['cursor=', 400, 'bad_cursor'],
    ['outcome=perhaps', 422, 'invalid_input'],
    ['from=yesterday', 422, 'invalid_input'],
    ['from=2026-02-30', 422, 'invalid_input'],
    ['from=2026-02-30T00:00:00Z', 422, 'invalid_input'],
    ['from=2026-11-20T25:00:00Z', 422, 'invalid_input'],
    ['until=2026-11-20T09:30', 422, 'invalid_input'],
    ['until=', 422, 'invalid_input'],
    ['actionId=user.disable', 422, 'invalid_input'],
    ['operator=%00', 422, 'invalid_input'],
    [`target=${'a'.repeat(2049)}`, 422, 'invalid_input'],
  ])('refuses %s', async (query, status, code) => {
    const refused = await api().ofPool('GET', `/audit?${query}`);
    expect([refused.status, refused.body.code]).toEqual([status, code]);
    const exported = await api().ofPool('GET', `/audit/export.ndjson?${query}`);
    expect([exported.status, exported.body.code]).toEqual([422, 'invalid_input']);
  });

  it('finds nothing by hostile texts', async () => {
    for (const text of ["' or 1=1 --", '%', '"', '\u202e', '../..', 'x'.repeat(2048)]) {
      const query = new URLSearchParams({ target: text, operator: text, action: text });
      const { status, body } = await api().ofPool('GET', `/audit?${query}`);
      expect([status, body]).toEqual([200, { entries: [] }]);
    }
  });

  it('shows from where somebody came to administrators, auditors and themselves', async () => {
    const target = await changedUser();
    const support = await api().running.signedIn('support');
    await support.post(`/pools/sandbox/users/${target}/actions/sign-out`);
    const shown = async (as: 'admin' | 'support' | 'auditor', operator: string) => {
      const path = `/audit?target=${target}&operator=${operator}&limit=1`;
      const { body } = await api().ofPool('GET', path, { as });
      const one = await api().ofPool('GET', `/audit/${body.entries[0].number}`, { as });
      expect(one.body).toEqual(body.entries[0]);
      return one.body.operator.address;
    };
    expect(await shown('auditor', 'admin')).toBe('127.0.0.1');
    expect(await shown('admin', 'support')).toBe('127.0.0.1');
    expect(await shown('support', 'support')).toBe('127.0.0.1');
    expect(await shown('support', 'admin')).toBeUndefined();
  });
});

describe('GET /audit/{entry}', () => {
  it('answers one entry, also by the row of its outcome', async () => {
    const target = await changedUser();
    const { body } = await api().ofPool('GET', `/audit?target=${target}&action=user.disable`);
    const [entry] = body.entries;
    expect((await api().ofPool('GET', `/audit/${entry.number}`)).body).toEqual(entry);
    expect((await api().ofPool('GET', `/audit/${entry.number + 1}`)).body).toEqual(entry);
  });

  it.each(['0', '999999999', '99999999999999999999', 'abc', '-1', '1.5', '%27', '..%2f1'])(
    'does not find %s',
    async (entry) => {
      const { status, body } = await api().ofPool('GET', `/audit/${entry}`);
      expect([status, body.code]).toEqual([404, 'entry_not_found']);
    },
  );

  it('keeps the entries of pools apart', async () => {
    const target = await changedUser();
    const { body } = await api().ofPool('GET', `/audit?target=${target}`);
    const [{ number }] = body.entries;
    const elsewhere = await api().call('GET', `/pools/other/audit/${number}`);
    expect([elsewhere.status, elsewhere.body.code]).toEqual([404, 'entry_not_found']);
    const list = await api().call('GET', `/pools/other/audit?target=${target}`);
    expect(list.body).toEqual({ entries: [] });
    for (const path of ['audit', `audit/${number}`, 'audit/verification', 'audit/export.ndjson']) {
      const missing = await api().call('GET', `/pools/none/${path}`);
      expect([missing.status, missing.body.code]).toEqual([404, 'pool_not_found']);
    }
  });
});
