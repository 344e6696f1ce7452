import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as client from '../../client/src/index.ts';
import { accountsForTests, openApiOf } from '../helpers/accounts.ts';

const path = fileURLToPath(new URL('../../docs/account-parity.md', import.meta.url));

type Row = {
  readonly capability: string;
  readonly operations: readonly string[];
  readonly methods: readonly string[];
  /** Paths of test files, with the names in them that the row gives. */
  readonly tests: readonly { readonly file: string; readonly name: string | undefined }[];
};

const quoted = (cell: string): string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);

const rows: readonly Row[] = readFileSync(path, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (capability|---)/.test(line))
  .map((line) => {
    const [capability = '', operations = '', methods = '', tests = ''] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    return {
      capability,
      operations: quoted(operations),
      methods: quoted(methods),
      tests: [...tests.matchAll(/\(([^()]+\.test\.ts)\)(?:: "([^"]+)")?/g)].map(
        ([, file = '', name]) => ({ file, name }),
      ),
    };
  });

const accounts = accountsForTests({
  managedLogin: 'beside',
  application: { mode: 'cookie', domain: 'http://127.0.0.1:9' },
});

describe('docs/account-parity.md', () => {
  it('has a row with a test for every capability', () => {
    expect(rows.length).toBeGreaterThan(35);
    expect(rows.filter(({ tests }) => tests.length === 0)).toEqual([]);
  });

  it('names tests that exist, by the words that stand in them', () => {
    const missing = rows.flatMap(({ tests }) =>
      tests.filter(({ file, name = '' }) => {
        const full = join(dirname(path), file);
        return !existsSync(full) || !readFileSync(full, 'utf8').includes(name);
      }),
    );
    expect(missing).toEqual([]);
  });

  it('names operations that the API has', async () => {
    const { paths } = await openApiOf(accounts().running);
    const missing = rows.flatMap(({ operations }) =>
      operations.filter((operation) => {
        const [method = '', address = ''] = operation.split(' ');
        return paths[`/accounts/v1${address}`]?.[method.toLowerCase()] === undefined;
      }),
    );
    expect(missing).toEqual([]);
  });

  it('names methods that the client has', () => {
    const made = client.createClient({ userPoolId: 'us-east-1_Any', clientId: 'any' });
    const missing = rows.flatMap(({ methods }) =>
      methods.filter((method) => {
        const [first = '', ...rest] = method.split('.');
        const start: unknown = first === 'client' ? { ...made } : Reflect.get(client, first);
        const end = rest.reduce<unknown>(
          (value, name) =>
            typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined,
          start,
        );
        return typeof end !== 'function';
      }),
    );
    expect(missing).toEqual([]);
  });
});
