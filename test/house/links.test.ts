import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFiles, root } from './files.ts';
import { brokenLinksOf } from './links.ts';

const rootPages = readdirSync(root)
  .filter((name) => name.endsWith('.md'))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

describe('The links of the documentation', () => {
  it('lead somewhere', () => {
    const pages = [
      ...rootPages,
      ...readFiles(['docs', 'server', 'client', 'examples', 'test'], '.md'),
    ];
    expect(pages.map(({ path }) => path)).toContain('README.md');
    expect(pages.flatMap(brokenLinksOf)).toEqual([]);
  });
});

describe('The check of links', () => {
  it.each([
    '[a page](docs/nowhere.md)',
    '![a picture](docs/nowhere.png "with a title")',
    '[a heading](#nowhere)',
    '[a heading of a page](README.md#nowhere)',
    '[a definition]: nowhere.md',
  ])('objects to %s', (text) => {
    expect(brokenLinksOf({ path: 'X.md', text })).toHaveLength(1);
  });

  it.each([
    '[a page](README.md)',
    "# Don't panic: a *heading*\n[a heading](#dont-panic-a-heading)",
    '[elsewhere](https://example.com/nowhere.md)',
    '[mail](mailto:someone@example.com)',
    '`[code](nowhere.md)`',
    '```\n[code](nowhere.md)\n```',
  ])('allows %s', (text) => {
    expect(brokenLinksOf({ path: 'X.md', text })).toEqual([]);
  });

  it('reads links as relative to their page', () => {
    expect(brokenLinksOf({ path: 'docs/x.md', text: '[up](../README.md)' })).toEqual([]);
    expect(brokenLinksOf({ path: 'docs/x.md', text: '[here](README.md)' })).toHaveLength(1);
  });
});
