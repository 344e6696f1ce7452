import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createViews, type Views } from '../../server/web/rendering/views.ts';
import { frame } from '../helpers/view-fixtures/parts.ts';

const folder = mkdtempSync(join(tmpdir(), 'views-'));
let folders = 0;

/** Views made from these templates; their folder is gone before anything is rendered. */
function viewsOf(templates: Readonly<Record<string, string>>): Views {
  folders += 1;
  const own = join(folder, String(folders));
  for (const [name, source] of Object.entries(templates)) {
    const path = join(own, `${name}.eta`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, source);
  }
  const views = createViews(own);
  rmSync(own, { recursive: true });
  return views;
}

afterAll(() => rmSync(folder, { recursive: true }));

describe('Views', () => {
  it('render a page inside the layout, with fragments, without reading a file again', () => {
    const views = viewsOf({
      layout: '<title><%= it.title %></title><%~ it.body %>',
      'users/list': "<h1><%= it.name %></h1><%~ include('users/_row', it) %>",
      'users/_row': '<i><%= it.name %></i>',
    });
    const context = { name: '<b>' };
    expect(views.page('users/list', frame('Users', 'Users'), context).toString()).toBe(
      '<title>Users</title><h1>&lt;b&gt;</h1><i>&lt;b&gt;</i>',
    );
    expect(views.fragment('users/_row', context)).toBe('<i>&lt;b&gt;</i>');
  });

  it('render a page that is kept once for the same object, and anew for another one', () => {
    const views = viewsOf({
      layout: '<title><%= it.title %></title><%~ it.body %>',
      list: '<b><%= it.name %></b>',
    });
    const shown = (title: string, context: object) =>
      views.page('list', frame(title, title), context, true).toString();
    const ada = { name: 'Ada ✓' };
    expect(shown('Users', ada)).toBe('<title>Users</title><b>Ada &#10003;</b>');
    ada.name = 'changed, which contexts are not';
    expect(shown('Again', ada)).toBe('<title>Again</title><b>Ada &#10003;</b>');
    expect(shown('Users', { name: 'Grace' })).toBe('<title>Users</title><b>Grace</b>');
  });

  it('keep what a template itself says in any script', () => {
    const views = viewsOf({ x: '<p>→ 山 ·</p><%= it.name %>' });
    expect(views.fragment('x', { name: '山' })).toBe('<p>→ 山 ·</p>&#23665;');
  });

  it('offer icons hidden from screen readers, and versioned addresses of assets', () => {
    const views = viewsOf({ x: "<%~ icon('users') %> <%= asset('styles/theme.css') %>" });
    expect(views.fragment('x', {})).toMatch(
      /^<svg [^>]*aria-hidden="true"><path .*<\/svg> \/assets\/[0-9a-f]{16}\/styles\/theme\.css$/,
    );
  });

  it.each([
    ['is broken', '<% if (it.x { %>', /syntax/i],
    ['does not end a tag', '<p><%= it.x </p>', /unclosed/],
    ['names an unknown icon', "<%~ icon('poolnoodle') %>", /No icon is named poolnoodle/],
    [
      'names an unknown asset',
      "<%= asset('styles/gone.css') %>",
      /No asset is named styles\/gone\.css/,
    ],
  ])('stop the start when a template %s', (_, source, message) => {
    expect(() => viewsOf({ x: source })).toThrow(message);
  });

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['an object', { name: 'alice' }],
    ['a truth value', true],
  ])('refuse to print %s, and name the template and its line', (_, value) => {
    const views = viewsOf({ 'users/list': '<p>\n<%= it.value %>\n</p>' });
    expect(() => views.fragment('users/list', { value })).toThrow(
      /views\/users\/list\.eta:2[\s\S]*A template printed/,
    );
  });

  it('print a number, nought included', () => {
    expect(viewsOf({ x: '<%= it.value %>' }).fragment('x', { value: 0 })).toBe('0');
  });

  it('refuse an icon that is chosen while rendering and does not exist', () => {
    const views = viewsOf({ x: '<%~ icon(it.icon) %>' });
    expect(() => views.fragment('x', { icon: 'constructor' })).toThrow(/No icon is named/);
  });

  it.each(['nowhere', '../layout', 'constructor'])('have no template named %j', (name) => {
    expect(() => viewsOf({ x: '' }).fragment(name, {})).toThrow(/No template is named/);
  });
});
