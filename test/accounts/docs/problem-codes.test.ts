import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { problemCodes } from '../../../server/accounts/docs/problem-codes.ts';

/** Where errors are made that the account API can answer with. */
const folders = [
  'server/accounts',
  'server/cognito/sign-in',
  'server/cognito/sign-up',
  'server/cognito/self-service',
];
/** The plugin for other people's servers answers for itself. */
const notServed = /server\/accounts\/(plugin|docs)(\/|\.ts)/;

const files = folders
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  )
  .filter((path) => path.endsWith('.ts') && !notServed.test(path));

/** Codes that a file makes errors with. */
function codesIn(text: string): string[] {
  const made = /\bcode: '(\w+)'|\b(?:notFound|forbidden|refused)\(\s*'(\w+)'/g;
  return [...text.matchAll(made)].map(([, first, second]) => first ?? second ?? '');
}

describe('The codes of problems', () => {
  it('are all in the table, each with a sentence', () => {
    const codes = files.flatMap((path) => codesIn(readFileSync(path, 'utf8')));
    expect(codes.length).toBeGreaterThan(20);
    expect([...new Set(codes)].filter((code) => !Object.hasOwn(problemCodes, code))).toEqual([]);
    for (const { meaning, status } of Object.values(problemCodes)) {
      expect(meaning).toMatch(/^[A-Z].*\.$/);
      expect(status.length).toBeGreaterThan(0);
    }
  });

  it('are found where errors are made', () => {
    expect(codesIn("code: 'a_b', x: refused(\n 'c_d', 'text')")).toEqual(['a_b', 'c_d']);
  });
});
