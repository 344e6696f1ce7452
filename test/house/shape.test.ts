import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ProjectFile, readFiles } from './files.ts';

const longest = 300;

function tooLong(files: readonly ProjectFile[]): readonly string[] {
  return files
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > longest)
    .map(({ path, lines }) => `${path} has ${lines} lines; more than one idea?`);
}

function badlyNamed(files: readonly ProjectFile[]): readonly string[] {
  const names = /^_?[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.\w+$/;
  return files.map(({ path }) => path).filter((path) => !names.test(basename(path)));
}

describe('The shape of the files', () => {
  const files = ['.ts', '.eta', '.css', '.js'].flatMap((suffix) =>
    readFiles(['server', 'client', 'examples', 'views', 'static', 'scripts'], suffix),
  );

  it('is short', () => {
    expect(files.length).toBeGreaterThan(0);
    expect(tooLong(files)).toEqual([]);
  });

  it('has names in kebab-case', () => {
    expect(badlyNamed(files)).toEqual([]);
  });

  it('would not be right with a long file', () => {
    const line = 'const x = 1;\n';
    expect(tooLong([{ path: 'a.ts', text: line.repeat(longest) }])).toEqual([]);
    expect(tooLong([{ path: 'a.ts', text: line.repeat(longest + 1) }])).toHaveLength(1);
  });

  it('would not be right with another spelling', () => {
    const paths = ['server/users/userList.ts', 'server/user_list.ts', 'views/Users.eta'];
    expect(badlyNamed(paths.map((path) => ({ path, text: '' })))).toEqual(paths);
  });
});
