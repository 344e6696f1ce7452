import { describe, expect, it } from 'vitest';
import type { ConsoleClient, Reply } from '../helpers/console-client.ts';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole({ sandbox: { users: 30 } });
const users = '/pools/sandbox/users';
const json = { accept: 'application/json' };

const repeated = (name: string, count: number, value = 'x'): string =>
  Array.from({ length: count }, (_, index) => `${name}=${value}${index}`).join('&');

const post = (client: ConsoleClient, path: string, body: string): Promise<Reply> =>
  client.request('POST', path, {
    headers: { ...json, 'content-type': 'application/x-www-form-urlencoded' },
    body,
  });

function codeOf({ status, body }: Reply): [number, string] {
  return [status, JSON.parse(body).error.code];
}

describe('A list in an address or a form has an end', () => {
  it('as the terms of a search: equal ones count once, and more than 25 are refused in a sentence', async () => {
    const admin = await running().signedIn('admin');
    const search = (text: string) => admin.get(`${users}?q=${encodeURIComponent(text)}`);
    const terms = (count: number) => Array.from({ length: count }, (_, index) => `t${index}`);
    expect((await search('anna '.repeat(300))).status).toBe(200);
    expect((await search('anna Anna ÁNNA '.repeat(100))).status).toBe(200);
    expect((await search(terms(25).join(' '))).status).toBe(200);
    for (const count of [26, 400]) {
      const reply = await search(terms(count).join(' '));
      expect(reply.status).toBe(422);
      expect(reply.text).toContain('A search has at most 25 different terms. Leave some out.');
    }
    for (const text of [terms(1000).join(' '), 'a'.repeat(2049), 'a'.repeat(8000)]) {
      const reply = await search(text);
      expect(reply.status).toBe(422);
      expect(reply.text).toContain('A search has at most 2,048 characters. Shorten it.');
    }
    expect((await search('a b '.repeat(500).trim())).status).toBe(200);
    // One long word is a term, too.
    const found = await search('ab-'.repeat(680));
    expect(found.status).toBe(200);
    expect(found.text).toContain('No');
  });

  it('as the search of a saved view, and of a job', async () => {
    const admin = await running().signedIn('admin');
    const q = Array.from({ length: 26 }, (_, index) => `t${index}`).join(' ');
    const view = new URLSearchParams({ name: 'Many', query: `q=${encodeURIComponent(q)}` });
    expect(codeOf(await post(admin, '/pools/sandbox/views', view.toString()))).toEqual([
      422,
      'invalid_input',
    ]);
    const job = new URLSearchParams({ action: 'user.disable', scope: 'all', q });
    expect(codeOf(await post(admin, '/pools/sandbox/jobs/choose', job.toString()))).toEqual([
      422,
      'invalid_input',
    ]);
  });

  it('as columns, in the address of a list and in a saved view', async () => {
    const admin = await running().signedIn('admin');
    expect((await admin.get(`${users}?${repeated('column', 100)}`)).status).toBe(200);
    const reply = await admin.get(`${users}?${repeated('column', 101)}`, json);
    expect(codeOf(reply)).toEqual([422, 'too_many_values']);
    expect(reply.body).toContain('There are 101 values for “column”; at most 100 can be given.');
    const query = repeated('column', 101);
    const view = new URLSearchParams({ name: 'Wide', query }).toString();
    const saved = await post(admin, '/pools/sandbox/views', view);
    expect(codeOf(saved)).toEqual([422, 'too_many_values']);
    const named = await admin.get(
      `/pools/sandbox/views/new?${new URLSearchParams({ query })}`,
      json,
    );
    expect(codeOf(named)).toEqual([422, 'too_many_values']);
  });

  it('as ticked users', async () => {
    const admin = await running().signedIn('admin');
    const path = '/pools/sandbox/jobs/choose';
    const body = (count: number) => `action=user.disable&${repeated('user', count)}`;
    // None of them exists.
    expect(codeOf(await post(admin, path, body(500)))).toEqual([422, 'nobody_chosen']);
    expect(codeOf(await post(admin, path, body(501)))).toEqual([422, 'too_many_users']);
    expect(codeOf(await post(admin, path, body(9000)))).toEqual([422, 'too_many_users']);
  });

  it('as values of any other field, and as fields, by every route that takes a form', async () => {
    const admin = await running().signedIn('admin');
    const name = await peopleOf(running()).confirmed();
    const paths = running()
      .routes.filter(({ method, url }) => method === 'POST' && !/^\/(hooks|api)\//.test(url))
      .map(({ url }) =>
        url.replace(':pool', 'sandbox').replace(':name', name).replace(/:\w+/g, '1'),
      )
      // Ends the session that the others are tried with.
      .filter((path) => path !== '/sign-out');
    expect(paths.length).toBeGreaterThan(40);
    const fields = Array.from({ length: 501 }, (_, index) => `f${index}=x`).join('&');
    for (const path of paths) {
      const values = await post(admin, path, repeated('group', 101));
      expect([path, ...codeOf(values)]).toEqual([path, 422, 'too_many_values']);
      expect([path, ...codeOf(await post(admin, path, fields))]).toEqual([
        path,
        422,
        'too_many_fields',
      ]);
    }
    expect(codeOf(await admin.get(`${users}?${fields}`, json))).toEqual([422, 'too_many_fields']);
  });
});
