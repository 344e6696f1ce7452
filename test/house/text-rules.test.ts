import { describe, expect, it } from 'vitest';
import { readFiles } from './files.ts';
import { problemsOf, serverRules, testRules, viewProblemsOf } from './text-rules.ts';

describe('House rules hold', () => {
  it('in the server', () => {
    const files = readFiles(['server', 'client', 'examples', 'scripts'], '.ts');
    expect(files.length).toBeGreaterThan(0);
    expect(problemsOf(files, serverRules)).toEqual([]);
  });

  it('in the tests', () => {
    const files = readFiles(['test'], '.ts').filter(({ path }) => !path.startsWith('test/house/'));
    expect(files.length).toBeGreaterThan(0);
    expect(problemsOf(files, testRules)).toEqual([]);
  });

  it('in the templates', () => {
    const files = readFiles(['views', 'examples'], '.eta');
    expect(files.length).toBeGreaterThan(0);
    expect(viewProblemsOf(files)).toEqual([]);
  });
});

function inServer(text: string, path = 'server/users/list.ts') {
  return problemsOf([{ path, text }], serverRules);
}

function inTest(text: string, path = 'test/users/list.test.ts') {
  return problemsOf([{ path, text }], testRules);
}

function inView(text: string) {
  return viewProblemsOf([{ path: 'views/users/list.eta', text }]);
}

describe('The check of the server', () => {
  it.each([
    "database.selectFrom('audit')",
    'sql`select 1`',
    'sql<number>`count(*)`',
    "database.prepare('SELECT id FROM users')",
    'database.exec(`\n  pragma journal_mode = wal`)',
  ])('objects to SQL outside a store: %s', (text) => {
    expect(inServer(text)).toHaveLength(1);
  });

  it.each([
    'server/audit/store.ts',
    'server/users/group-store.ts',
    'server/sandbox/store/row.ts',
    'server/db/migrations/001-first-tables.ts',
    'server/sandbox/tokens/migrations.ts',
  ])('allows SQL in %s', (path) => {
    expect(inServer("database.selectFrom('audit')", path)).toEqual([]);
  });

  it.each([
    "console.log('x')",
    '// TODO: later',
    'const a = b as unknown as C;',
    '// @ts-ignore',
    'export default 1;',
  ])('objects to %s', (text) => {
    expect(inServer(`const x = 1;\n${text}`)[0]).toMatch(/^server\/users\/list\.ts:2: /);
  });

  it('allows words that only look alike', () => {
    const text =
      "const title = 'Select a group'; // many updates; deletes from others\nalias: anyone;";
    expect(inServer(text)).toEqual([]);
  });
});

describe('The check of the tests', () => {
  it.each([
    `it.${'skip'}('a', () => {});`,
    `describe.${'only'}('a', () => {});`,
    "it.concurrent.todo('a');",
    "it.runIf(isRoot)('a', () => {});",
    "it('a', (context) => context.skip());",
    `x${'it'}('a', () => {});`,
  ])('objects to %s', (text) => {
    expect(inTest(text)).toHaveLength(1);
  });

  it.each([
    'expect(reply.status).toBeGreaterThanOrEqual(400);',
    'expect(statusCode, path).toBeLessThan(500);',
    "expect([path, reply.status >= 400 && reply.status < 500]).toEqual(['x', true]);",
    'expect([path, status]).toEqual([path, expect.toBeOneOf([400, 404, 422])]);',
    'expect([403, 409, 422]).toContain(reply.status);',
  ])('objects to a range of statuses: %s', (text) => {
    expect(inTest(text)).toHaveLength(1);
    expect(inTest(text, 'test/security/fuzz.test.ts')).toEqual([]);
  });

  it('objects to a refusal of no name', () => {
    expect(inTest('await expect(pool.get(1)).rejects.toThrow();')).toHaveLength(1);
    expect(inTest("await expect(pool.get(1)).rejects.toThrow('gone');")).toEqual([]);
  });

  it('wants browsers in test/browser only', () => {
    const text = 'const browser = await launchBrowser();';
    expect(inTest(text)).toHaveLength(1);
    expect(inTest(text, 'test/browser/users.test.ts')).toEqual([]);
  });

  it('allows ordinary tests', () => {
    expect(inTest("it.each([1])('reads %s', () => { rows.at(0); });")).toEqual([]);
  });
});

describe('The check of the templates', () => {
  it.each([
    '<script>alert(1)</script>',
    '<style>p{}</style>',
    '<p style="color: red">',
    '<p <%= it.a %> style="color: red">',
    '<button onclick="go()">',
    '<button hx-on:click="go()">',
    '<a href="javascript:go()">',
    `<div hx-vals='js:{a: 1}'>`,
    '<div hx-trigger="keyup[ctrlKey]">',
    '<a href=<%= it.href %>>',
    '<%~ it.name %>',
    '<%~ it.bodyText %>',
  ])('objects to %s', (text) => {
    expect(inView(text)).toHaveLength(1);
  });

  it.each([
    '<script src="/static/app.js" defer></script>',
    '<a class="<%= it.style %>" href="<%= it.href %>"><%= it.name %></a>',
    "<% layout('layout', { style: 'wide' }) %>",
    "<%~ it.body %><%~ include('shared/_badge', { on: 1 }) %><%~ icon('x') %>",
    '<p>one condition = another, style guide</p>',
  ])('allows %s', (text) => {
    expect(inView(text)).toEqual([]);
  });
});
