import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { consoleForTest } from '../helpers/console.ts';
import { nextPage } from '../helpers/console-client.ts';
import { withAttribute, withTag } from '../helpers/html.ts';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole();
const list = '/pools/sandbox/users';
const partial = { 'hx-request': 'true', 'hx-request-type': 'partial' };

beforeAll(() => running().walked());

const search = (text: string, rest = '') => `${list}?q=${encodeURIComponent(text)}${rest}`;

/** Usernames in the order of the rows. */
function listed(html: string): string[] {
  const links = html.matchAll(/<a class="truncate" href="\/pools\/sandbox\/users\/([^"?/]+)"/g);
  return [...links].map(([, name = '']) => decodeURIComponent(name));
}

describe('The list of users', () => {
  it('shows who is in the pool, with status, groups and times', async () => {
    const auditor = await running().signedIn('auditor');
    const page = await auditor.get(search('admin'));
    expect(page.status).toBe(200);
    expect(page.text).toContain('admin@example.com');
    expect(page.text).toContain('pool-admins');
    expect(page.text).toContain('Confirmed');
    expect(page.body).toMatch(/<time datetime="\d{4}-\d\d-\d\dT/);
  });

  it('finds words anywhere, in any attribute, whatever their accents and capitals', async () => {
    const people = peopleOf(running());
    const one = await people.confirmed({ given_name: 'Zéphyrine', family_name: 'Quux' });
    const other = await people.invited({ given_name: 'Zéphyrine' });
    await running().noticed(one, other);
    const admin = await running().signedIn('admin');

    expect(listed((await admin.get(search('PHYRINE'))).body).sort()).toEqual([one, other].sort());
    expect(listed((await admin.get(search('zephyrine quux'))).body)).toEqual([one]);
    expect(listed((await admin.get(search('zephyrine -quux'))).body)).toEqual([other]);
    expect(listed((await admin.get(search('zephyrine status:confirmed'))).body)).toEqual([one]);
    expect(listed((await admin.get(search('given_name:phyr family_name:uu'))).body)).toEqual([one]);

    await admin.post(`${list}/${one}/actions/disable`);
    const disabled = await admin.get(search('zephyrine enabled:no'));
    expect(listed(disabled.body)).toEqual([one]);
    expect(disabled.text).toContain('1 user matches');
  });

  it('shows a name of any script, in the page and in the part that htmx swaps', async () => {
    const names = 'Zoë 山田 محمد אבג 👩‍🚀 𠮷';
    const username = await peopleOf(running()).confirmed({ name: names, nickname: 'polyglot' });
    await running().noticed(username);
    const admin = await running().signedIn('admin');
    for (const headers of [{}, partial]) {
      const { body, text } = await admin.get(search('polyglot'), headers);
      expect(text).toContain(names);
      expect(withAttribute(body, 'title', names)).toHaveLength(1);
    }
  });

  it('is for each operator their own, asked for at the same time', async () => {
    const admin = await running().signedIn('admin');
    const auditor = await running().signedIn('auditor');
    for (let time = 0; time < 3; time++) {
      const pages = await Promise.all([admin.get(list), auditor.get(list)]);
      expect(pages.map(({ body }) => withAttribute(body, 'id', 'tick-all').length)).toEqual([1, 0]);
      expect(pages.map(({ text }) => text.includes('Create user'))).toEqual([true, false]);
    }
  });

  it('says so where nobody matches', async () => {
    const admin = await running().signedIn('admin');
    const { status, text } = await admin.get(search('"nobody is called this"'));
    expect(status).toBe(200);
    expect(text).toContain('No user matches');
    expect(text).toContain('clear the search');
  });

  it('pages through everyone exactly once', async () => {
    const admin = await running().signedIn('admin');
    const seen: string[] = [];
    let path: string | undefined = list;
    const mostPages = 20;
    for (let page = 0; path && page < mostPages; page++) {
      const { body } = await admin.get(path);
      seen.push(...listed(body));
      path = nextPage(body);
    }
    const operatorsAndDemoUsers = 63;
    expect(new Set(seen).size).toBeGreaterThanOrEqual(operatorsAndDemoUsers);
    expect(seen.length).toBe(new Set(seen).size);
  });

  it('explains a cursor of another list instead of failing', async () => {
    const admin = await running().signedIn('admin');
    for (const cursor of [
      'forged',
      Buffer.from('["email","ascending","a",1]').toString('base64url'),
    ]) {
      const page = await admin.get(`${list}?cursor=${cursor}`);
      expect(page.status).toBe(200);
      expect(page.text).toContain('Start at its beginning');
      expect(page.text).toContain('First page');
    }
  });

  it('names an unknown pool or page a 404', async () => {
    const admin = await running().signedIn('admin');
    expect((await admin.get('/pools/elsewhere/users')).status).toBe(404);
    expect((await admin.get('/pools/sandbox/nonsense')).status).toBe(404);
    expect((await admin.get('/pools/sandbox/users/%E0%A4%A')).status).toBe(400);
  });
});

describe('Sorting', () => {
  it('goes by a column and back, by a click on its heading', async () => {
    const people = peopleOf(running());
    const family = `Sorted${randomUUID().slice(0, 8)}`;
    const names: string[] = [];
    for (const nickname of ['b', 'a', 'c']) {
      names.push(await people.confirmed({ family_name: family, nickname }));
    }
    await running().noticed(...names);
    const [b, a, c] = names;
    const admin = await running().signedIn('admin');
    const columns = '&column=nickname&column=email';
    const up = await admin.get(search(family, `${columns}&sort=nickname`));
    expect(listed(up.body)).toEqual([a, b, c]);
    expect(withAttribute(up.body, 'aria-sort', 'ascending').map(({ text }) => text.trim())).toEqual(
      ['Nickname'],
    );
    const heading = withTag(up.body, 'a').find(({ text }) => text.trim() === 'Nickname');
    const down = await admin.get(heading?.attributes.get('href') ?? '');
    expect(listed(down.body)).toEqual([c, b, a]);
    expect(withAttribute(down.body, 'aria-sort', 'descending')).toHaveLength(1);
  });

  it('pays no heed to a column that nobody has', async () => {
    const admin = await running().signedIn('admin');
    const { status, body } = await admin.get(`${list}?sort=-no_such_thing&column=nor_this`);
    expect(status).toBe(200);
    expect(withAttribute(body, 'aria-sort', 'descending').map(({ text }) => text.trim())).toEqual([
      'Created',
    ]);
  });
});

describe('Columns', () => {
  it('are as chosen, attributes among them, and stay while searching', async () => {
    const username = await peopleOf(running()).confirmed({ nickname: 'Nick-of-time' });
    await running().noticed(username);
    const admin = await running().signedIn('admin');
    const { body, text } = await admin.get(search(username, '&column=nickname&column=groups'));
    expect(text).toContain('Nick-of-time');
    expect(withAttribute(body, 'role', 'columnheader').map((th) => th.text.trim())).toEqual([
      'Tick all on this page',
      'User',
      'Groups',
      'Nickname',
    ]);
    const kept = withAttribute(body, 'form', 'search-form').map(({ attributes }) => [
      attributes.get('name'),
      attributes.get('value'),
    ]);
    expect(kept).toEqual([
      ['column', 'groups'],
      ['column', 'nickname'],
    ]);
  });
});

describe('Facets', () => {
  it('count, narrow the list by a link, and take it back by another', async () => {
    const people = peopleOf(running());
    const family = `Faceted${randomUUID().slice(0, 8)}`;
    const confirmed = await people.confirmed({ family_name: family });
    const invited = await people.invited({ family_name: family });
    await people.addToGroup(confirmed, 'editors');
    await running().noticed(confirmed, invited);
    const admin = await running().signedIn('admin');
    const offered = (html: string) =>
      withTag(html, 'a').filter(({ attributes }) => attributes.get('class') === 'menu-item');
    const link = (html: string, label: string) =>
      offered(html).find(({ text }) => text.trim().startsWith(label));

    const all = await admin.get(search(family));
    expect(link(all.body, 'Confirmed')?.text).toMatch(/1$/);
    expect(link(all.body, 'editors')?.text).toMatch(/1$/);
    const one = await admin.get(link(all.body, 'Confirmed')?.attributes.get('href') ?? '');
    expect(listed(one.body)).toEqual([confirmed]);
    expect(one.text).toContain('Status: Confirmed');

    const other = await admin.get(link(one.body, 'Force change')?.attributes.get('href') ?? '');
    expect(listed(other.body)).toEqual([invited]);
    const back = link(other.body, 'Force change')?.attributes.get('href') ?? '';
    expect(listed((await admin.get(back)).body)).toHaveLength(2);
  });
});

describe('A search that cannot be understood', () => {
  it('is pointed at, and leaves the list as it was', async () => {
    const admin = await running().signedIn('admin');
    const page = await admin.get(search('status:nonsense'), {
      referer: `${running().url}${search('admin')}`,
    });
    expect(page.status).toBe(422);
    expect(page.text).toContain('There is no status nonsense');
    expect(withTag(page.body, 'mark').map(({ text }) => text)).toEqual(['nonsense']);
    expect(listed(page.body)).toContain('admin');
    expect(page.text).toMatch(/\d+ users? match/);
    const field = withAttribute(page.body, 'id', 'search')[0];
    expect(field?.attributes.get('value')).toBe('status:nonsense');
    expect(field?.attributes.get('aria-invalid')).toBe('true');
  });

  it('answers htmx with the message alone, and no new address', async () => {
    const admin = await running().signedIn('admin');
    const reply = await admin.get(search('"never closed'), partial);
    expect(reply.status).toBe(422);
    expect(reply.headers.get('hx-push-url')).toBe('false');
    expect(reply.body).not.toContain('<table');
    expect(reply.text).toContain('This quote is never closed.');
  });
});

it('answers htmx with the results and the views alone', async () => {
  const admin = await running().signedIn('admin');
  const { body, text } = await admin.get(search('admin'), partial);
  expect(body).not.toContain('<html');
  expect(text).toContain('admin@example.com');
  expect(withTag(body, 'hx-partial').map(({ attributes }) => attributes.get('hx-target'))).toEqual([
    '#views',
    '#search-problem',
  ]);
});

describe('Without the pool', () => {
  it('goes on showing what was read, and says when that was', async () => {
    const alone = await consoleForTest();
    await alone.walked();
    const admin = await alone.signedIn('admin');
    await alone.stopPool();
    const { status, text } = await admin.get(search('admin'));
    expect(status).toBe(200);
    expect(text).toContain('admin@example.com');
    expect(text).toContain('Complete as of');
  });
});
