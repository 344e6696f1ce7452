import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../house/files.ts';

const page = readFileSync(join(root, 'docs/plugin.md'), 'utf8');

function source(name: string): string {
  return readFileSync(join(root, 'server/accounts', name), 'utf8');
}

/** The rows of the table below a heading, each cell with its code spans. */
function tableBelow(heading: string): readonly (readonly string[])[] {
  const [, after = ''] = page.split(`\n## ${heading}\n`);
  const [section = ''] = after.split('\n## ');
  return section
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
    .slice(1)
    .map((line) => line.split('|').slice(1, -1));
}

function codeIn(text: string | undefined): readonly string[] {
  return [...(text ?? '').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

function members(text: string, type: RegExp): readonly string[] {
  const body = type.exec(text)?.[1] ?? '';
  return [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name = '']) => name);
}

const options = source('plugin/options.ts');
const known = [
  ...members(options, /type Rules = \{\n([\s\S]*?)\n\};/),
  ...members(options, /type UserPool = \{\n([\s\S]*?)\n\};/),
  'pools',
];
const mapping = members(source('plugin/mapping.ts'), /type Hooks<Own> = \{\n([\s\S]*?)\n\};/);

describe('docs/plugin.md', () => {
  it('describes every option, and no other', () => {
    const described = tableBelow('Options').map(([name]) => codeIn(name)[0]);
    expect(described.toSorted()).toEqual(known.toSorted());
  });

  it('states the default of the tolerance that the code has', () => {
    const [row] = tableBelow('Options').filter(([name]) => name?.includes('clockTolerance'));
    expect(options).toContain(`clockTolerance = ${row?.[2]?.trim()}`);
  });

  it('names every refusal with its status', () => {
    const refusals = [
      ...source('plugin/refusals.ts').matchAll(/status: (\d+),\s+code: '(\w+)'/g),
    ].map(([, status, code]) => `${status} ${code}`);
    const described = tableBelow('Refusals').map(([status, code]) => {
      return `${status?.trim()} ${codeIn(code)[0]}`;
    });
    expect(described.toSorted()).toEqual(refusals.toSorted());
  });

  it('has a counterpart for every setting of django-warrant, which exists', () => {
    const rows = tableBelow('Coming from warrant');
    expect(rows.flatMap(([theirs]) => codeIn(theirs))).toEqual(
      expect.arrayContaining([
        'COGNITO_USER_POOL_ID',
        'COGNITO_APP_ID',
        'COGNITO_ATTR_MAPPING',
        'COGNITO_CREATE_UNKNOWN_USERS',
        'AWS_ACCESS_KEY_ID',
        'AWS_SECRET_ACCESS_KEY',
      ]),
    );
    const exported = [...known, ...mapping, 'userMapping', 'tokensOf(request)'];
    for (const name of rows.flatMap(([, ours]) => codeIn(ours))) expect(exported).toContain(name);
  });

  it('shows five lines that protect an endpoint', () => {
    const [, example = ''] = /## Five lines\n\n```ts\n([\s\S]*?)```/.exec(page) ?? [];
    expect(example.trim().split('\n')).toHaveLength(5);
  });
});
