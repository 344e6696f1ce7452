import { expect, it } from 'vitest';
import { apiForTests } from '../../helpers/api.ts';
import { peopleOf } from '../../helpers/people.ts';

const api = apiForTests();

type Item = {
  readonly kind: string;
  readonly at: string;
  readonly changes: readonly {
    readonly field: string;
    readonly from: string;
    readonly to: string;
  }[];
  readonly entry?: { readonly operator: { readonly address?: string } };
};

/** A user of whom the console saw a change and made two. */
async function somebody(): Promise<string> {
  const { running } = api();
  await running.walked();
  const people = peopleOf(running);
  const username = await people.confirmed();
  await running.noticed(username);
  await people.disable(username);
  await running.noticed(username);
  const admin = await running.signedIn('admin');
  const actions = `/pools/sandbox/users/${username}/actions`;
  expect((await admin.post(`${actions}/enable`)).status).toBe(303);
  expect((await admin.post(`${actions}/disable`)).status).toBe(303);
  return username;
}

it('lists actions with what they changed, and changes seen in the pool', async () => {
  const username = await somebody();
  for (const as of ['admin', 'support', 'auditor'] as const) {
    const { status, body } = await api().ofPool('GET', `/users/${username}/history`, { as });
    expect(status).toBe(200);
    expect(body.nextCursor).toBeUndefined();
    const change = { field: 'enabled', at: expect.any(String) };
    const entry = (action: string) =>
      expect.objectContaining({
        number: expect.any(Number),
        action,
        operator: expect.objectContaining({ username: 'admin', role: 'admin' }),
        outcome: 'succeeded',
      });
    expect(body.items).toEqual([
      {
        kind: 'action',
        at: expect.any(String),
        changes: [{ ...change, from: 'yes', to: 'no' }],
        entry: entry('user.disable'),
      },
      {
        kind: 'action',
        at: expect.any(String),
        changes: [{ ...change, from: 'no', to: 'yes' }],
        entry: entry('user.enable'),
      },
      { kind: 'seen', at: expect.any(String), changes: [{ ...change, from: 'yes', to: 'no' }] },
      {
        kind: 'seen',
        at: expect.any(String),
        changes: [{ field: 'created', at: expect.any(String), from: '', to: 'CONFIRMED' }],
      },
    ]);
    const addresses = body.items.slice(0, 2).map(({ entry }: Item) => entry?.operator.address);
    // Support staff does not see from where others work.
    const seen = as === 'support' ? undefined : '127.0.0.1';
    expect(addresses).toEqual([seen, seen]);
  }
});

it('leads through all of it by the header Link, each item once', async () => {
  const username = await somebody();
  const all: Item[] = (await api().ofPool('GET', `/users/${username}/history`)).body.items;
  const items: Item[] = [];
  let path: string | undefined = `/pools/sandbox/users/${username}/history?limit=1`;
  while (path !== undefined) {
    const { body, headers }: { body: { items: Item[] }; headers: Headers } = await api().call(
      'GET',
      path,
    );
    items.push(...body.items);
    path = /<\/api\/v1([^>]*)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
  }
  expect(items).toEqual(all);
});

it('tells a refused action with its problem', async () => {
  const username = await somebody();
  const admin = await api().running.signedIn('admin');
  await admin.post(`/pools/sandbox/users/${username}/actions/disable`);
  const { body } = await api().ofPool('GET', `/users/${username}/history?limit=1`);
  expect(body.items).toMatchObject([
    {
      kind: 'action',
      changes: [],
      entry: { outcome: 'refused', error: { code: 'already_disabled' } },
    },
  ]);
});

it.each(['x', '.', '1', '1.2.3', '-1.2', '1e3.2', '9999999999.1', '%00.1', "'.1"])(
  'refuses the cursor %s',
  async (cursor) => {
    const { status, body } = await api().ofPool('GET', `/users/admin/history?cursor=${cursor}`);
    expect([status, body.code]).toEqual([400, 'bad_cursor']);
  },
);

it.each(['0', '101', 'x'])('refuses limit=%s', async (limit) => {
  const { status, body } = await api().ofPool('GET', `/users/admin/history?limit=${limit}`);
  expect([status, body.code]).toEqual([422, 'invalid_input']);
});
