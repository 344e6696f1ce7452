import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './files.ts';

const text = readFileSync(join(root, 'docs/security.md'), 'utf8');

/** The cells of a section's table, without its head. */
function rowsOf(heading: string, page = text): readonly (readonly string[])[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

/** The tests that a cell names, each a file that holds some. */
function testsIn(cell: string): readonly string[] {
  return [...cell.matchAll(/\]\(\.\.\/(test\/[\w./-]+\.test\.ts)\)/g)].map(([, path = '']) => path);
}

function hasTests(path: string): boolean {
  return (
    existsSync(join(root, path)) && /\bit(\.each)?\b/.test(readFileSync(join(root, path), 'utf8'))
  );
}

describe('The page on security', () => {
  it('names for every promise a test that holds it', () => {
    const rows = rowsOf('Data flows');
    expect(rows.length).toBeGreaterThan(20);
    for (const row of rows) {
      const [, threat = '', promise = '', heldBy = ''] = row;
      expect([threat, row.length]).toEqual([threat, 4]);
      expect(promise).not.toBe('');
      expect([threat, testsIn(heldBy).length]).not.toEqual([threat, 0]);
    }
  });

  it('answers every chapter of OWASP ASVS 5.0, each by tests or by why it does not apply', () => {
    const rows = rowsOf('OWASP ASVS');
    const numbers = rows.map(([chapter = '']) => Number(/^V(\d+) /.exec(chapter)?.[1]));
    expect(numbers).toEqual(Array.from({ length: 17 }, (_, index) => index + 1));
    for (const [chapter = '', here = '', heldBy = ''] of rows) {
      const isAnswered = testsIn(heldBy).length > 0 || here.startsWith('does not apply: ');
      expect([chapter, isAnswered]).toEqual([chapter, true]);
    }
  });

  it('names no test that there is not', () => {
    const named = testsIn(text);
    expect(named.length).toBeGreaterThan(60);
    expect(named.filter((path) => !hasTests(path))).toEqual([]);
  });

  it('would be found wanting without one', () => {
    const page = '## Data flows\n| a |\n| - |\n| x | y | z | [no](../test/none.test.ts) |\n';
    const [row] = rowsOf('Data flows', page);
    expect(testsIn(row?.[3] ?? '').map(hasTests)).toEqual([false]);
    expect(testsIn('[prose](../docs/audit.md)')).toEqual([]);
  });
});
