import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as index from '../../client/src/index.ts';
import * as srp from '../../client/src/srp/index.ts';
import { root } from '../house/files.ts';
import { pycognitoMethods, warrantMethods } from './python-methods.ts';

const page = readFileSync(join(root, 'docs/client.md'), 'utf8');
const client = index.createClient({ userPoolId: 'eu-west-1_Pool', clientId: 'x' });

/** The cells of the rows of a table, by the text of its first heading. */
function rowsOf(heading: string): readonly (readonly string[])[] {
  const [, table = ''] = page.split(`\n| ${heading} |`);
  const [rows = ''] = table.split('\n\n');
  const [, , ...lines] = rows.split('\n');
  return lines.map((line) =>
    line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  );
}

const codeIn = (cell: string): readonly string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

/** Steps that wait for an answer, by status, without a request. */
const steps: Readonly<Record<string, object>> = Object.fromEntries(
  [
    'NEW_PASSWORD_REQUIRED',
    'SOFTWARE_TOKEN_MFA',
    'SMS_MFA',
    'EMAIL_OTP',
    'SELECT_MFA_TYPE',
    'MFA_SETUP',
    'SELECT_CHALLENGE',
  ].map((challenge) => {
    const saved = { status: 'x', username: 'ada', challenge: { challenge, handle: '' } };
    const step = client.resume(saved);
    return [step.status, step];
  }),
);
const password = client.resume({ status: 'password-srp', username: 'ada' });

/** What a name such as `client.totp.start`, `totp.answer` or `createClient` stands for. */
function resolveName(name: string): unknown {
  const exported: Readonly<Record<string, unknown>> = { ...index, ...srp, ...steps, client };
  return name
    .split('.')
    .reduce<unknown>(
      (value, part) =>
        typeof value === 'object' && value !== null && part in value
          ? Object.getOwnPropertyDescriptor(value, part)?.value
          : undefined,
      exported,
    );
}

const counterparts = rowsOf('method | of | here');
const methods = counterparts.map(([method = '']) => codeIn(method)[0] ?? '');
const methodsOf = (library: string): readonly string[] =>
  methods.filter((_, row) => ['both', library].includes(counterparts[row]?.[1] ?? ''));

describe('The table of counterparts', () => {
  it.each([
    ['pycognito', pycognitoMethods],
    ['warrant', warrantMethods],
  ])('has a row for each method of %s, and no other', (library, expected) => {
    expect([...methodsOf(library)].sort()).toEqual([...expected].sort());
  });

  it.each(counterparts)('names what exists: %s (%s)', (_method, _library, here = '') => {
    if (/^(admin API|AWS: a setting of the pool)/.test(here)) return;
    const [first = ''] = codeIn(here);
    expect([first, typeof resolveName(first)]).toEqual([first, 'function']);
    const others = codeIn(here).filter((code) => /^(client\.|create)/.test(code));
    expect(others.filter((code) => typeof resolveName(code) !== 'function')).toEqual([]);
  });

  it('would notice a name that does not exist', () => {
    expect(resolveName('client.gone')).toBeUndefined();
    expect(resolveName('totp.gone')).toBeUndefined();
    expect(resolveName('gone')).toBeUndefined();
  });
});

describe('The page about the client', () => {
  it('names every step and what answers it', () => {
    const rows = rowsOf('`status`').flatMap(([status = '', , answer = '']) =>
      codeIn(status).map((name) => [name, codeIn(answer)[0]?.split('(')[0]]),
    );
    const answers = { ...steps, 'password-srp': password };
    const expected = Object.entries(answers).flatMap(([status, step]) =>
      Object.entries(step)
        .filter(([, value]) => typeof value === 'function')
        .map(([name]) => [status, name]),
    );
    expect(rows.filter(([status]) => status !== 'signed-in').sort()).toEqual(expected.sort());
  });

  it('names every method of a client and every export', () => {
    const functions = Object.keys(index).filter((name) => typeof resolveName(name) === 'function');
    const names = [...Object.keys(client), ...functions];
    const unnamed = names.filter((name) => !new RegExp(`\\b${name}\\b`).test(page));
    expect(unnamed).toEqual([]);
  });
});
