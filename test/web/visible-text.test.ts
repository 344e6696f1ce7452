import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { showInvisible } from '../../server/web/rendering/shown-places.ts';
import { visibleText } from '../../server/web/rendering/visible-text.ts';
import { withAttribute } from '../helpers/html.ts';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

describe('text with characters that cannot be seen', () => {
  it.each([
    ['admin\u202Enimda', 'admin[U+202E]nimda'],
    ['ad\u200Bmin', 'ad[U+200B]min'],
    ['ad\u200Dmin', 'ad[U+200D]min'],
    ['\u200Cadmin', '[U+200C]admin'],
    ['a\u00ADb\u2060c\uFEFFd\u3164e', 'a[U+00AD]b[U+2060]c[U+FEFF]d[U+3164]e'],
    ['a\u0000b\u0007c\u009Fd', 'a[U+0000]b[U+0007]c[U+009F]d'],
    ['a\u{E0041}b', 'a[U+E0041]b'],
    ['a\u2028b\u061Cc', 'a[U+2028]b[U+061C]c'],
  ])('is shown with their codes', (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it.each([
    'Zoë O’Neill',
    '山田 太郎',
    'می\u200Cخواهم',
    'क्\u200Dष',
    '👩\u200D💻',
    'two\nlines\tand',
  ])('is left as it is where it is proper: %s', (text) => {
    expect(visibleText(text)).toBe(text);
  });
});

describe('the places of a template that people read', () => {
  it.each([
    ['<p><%= it.a %></p>', '<p><%= visible(it.a) %></p>'],
    ['<p title="<%= it.a %>">', '<p title="<%= visible(it.a) %>">'],
    ['<a href="<%= it.a %>"><%= it.b %></a>', '<a href="<%= it.a %>"><%= visible(it.b) %></a>'],
    ['<input value="<%= it.a %>">', '<input value="<%= it.a %>">'],
    [
      '<textarea><%= it.a %></textarea><%= it.b %>',
      '<textarea><%= it.a %></textarea><%= visible(it.b) %>',
    ],
    [
      '<b<% if (a > "b") { %> x<% } %>><%= it.a %></b>',
      '<b<% if (a > "b") { %> x<% } %>><%= visible(it.a) %></b>',
    ],
  ])('are found in %s', (source, shown) => {
    expect(showInvisible(source)).toBe(shown);
  });

  it('are found in every template, a form’s values left out', () => {
    const folder = join(import.meta.dirname, '../../views');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    let count = 0;
    for (const file of files.filter((name) => name.endsWith('.eta'))) {
      const shown = showInvisible(readFileSync(join(folder, file), 'utf8'));
      count += shown.split('visible(').length - 1;
      expect([file, / (value|name|href|action)="<%= visible\(/.test(shown)]).toEqual([file, false]);
      expect([file, /(?<!%)>\s*<%= (?!visible\()(?!field\.value)/.test(shown)]).toEqual([
        file,
        false,
      ]);
    }
    expect(count).toBeGreaterThan(200);
  });
});

describe('a person with hidden characters in their attributes', () => {
  const running = sharedConsole({ sandbox: { users: 0 } });
  const name = 'ad\u202Emin\u200B';
  const hidden = /[\u200B\u202E]|&#8238;|&#8203;/;

  it('is shown with their codes on pages and in dialogs, and sent back unchanged', async () => {
    const own = running();
    const username = await peopleOf(own).confirmed({ name, family_name: name });
    const admin = await own.signedIn('admin');
    await own.noticed(username);
    await own.walked();
    const user = `/pools/sandbox/users/${username}`;
    for (const path of [user, '/pools/sandbox/users', `${user}/actions/delete`]) {
      const page = await admin.get(path);
      expect(page.status).toBe(200);
      expect([path, hidden.test(page.body)]).toEqual([path, false]);
    }
    expect((await admin.get(user)).text).toContain('ad[U+202E]min[U+200B]');
    const form = await admin.get(`${user}/actions/edit-attributes`);
    expect(form.status).toBe(200);
    const values = withAttribute(form.body, 'value').map(({ attributes }) =>
      attributes.get('value'),
    );
    expect(values).toContain(name);
  });
});
