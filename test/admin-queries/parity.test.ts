import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { adminQueriesForTests } from '../helpers/admin-queries.ts';

const docs = fileURLToPath(new URL('../../docs', import.meta.url));
const page = readFileSync(join(docs, 'admin-queries.md'), 'utf8');

/** The routes that the Amplify CLI generates. */
const generated = [
  'POST /addUserToGroup',
  'POST /confirmUserSignUp',
  'POST /disableUser',
  'POST /enableUser',
  'GET /getUser',
  'GET /listGroups',
  'GET /listGroupsForUser',
  'GET /listUsers',
  'GET /listUsersInGroup',
  'POST /removeUserFromGroup',
  'POST /signUserOut',
];

/** The cells of a section's table, without its head. */
function rowsOf(heading: string): string[][] {
  const section = page.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

const unquoted = (cell = ''): string => cell.replaceAll('`', '');

const api = adminQueriesForTests();

describe('docs/admin-queries.md', () => {
  it('has the eleven routes, and the server has no other', () => {
    expect(rowsOf('The routes').map(([route]) => unquoted(route))).toHaveLength(11);
    expect(
      rowsOf('The routes')
        .map(([route]) => unquoted(route))
        .toSorted(),
    ).toEqual(generated.toSorted());
    const declared = api().running.routes.flatMap(({ method, url }) =>
      /^\/admin-queries\/(?!malformed-address)/.test(url) && method !== 'OPTIONS'
        ? [`${method} ${url.slice('/admin-queries'.length)}`]
        : [],
    );
    expect(declared.toSorted()).toEqual(generated.toSorted());
  });

  it('names operations that the admin API has', async () => {
    const { paths } = Object(await (await fetch(`${api().running.url}/api/openapi.json`)).json());
    const missing = rowsOf('The routes').flatMap(([, , , operation]) => {
      const [method = '', path = ''] = unquoted(operation).split(' ');
      const known = Object.keys(paths).filter(
        (one) => pattern(one) === pattern(`/api/v1/pools/{pool}${path}`),
      );
      return known.some((one) => paths[one][method.toLowerCase()]) ? [] : [operation];
    });
    expect(missing).toEqual([]);
  });

  it('names for every route and every fault a test that exists', () => {
    const rows = [...rowsOf('The routes'), ...rowsOf('What differs')];
    expect(rows).toHaveLength(22);
    const missing = rows.filter((row) => {
      const [, file = '', name = ''] =
        /\((\S+\.test\.ts)\): "([^"]+)"/.exec(row.at(-1) ?? '') ?? [];
      const path = join(docs, file);
      return name === '' || !existsSync(path) || !readFileSync(path, 'utf8').includes(name);
    });
    expect(missing).toEqual([]);
  });
});

/** A path whatever its parameters are called; the verb of an action may be one. */
function pattern(path: string): string {
  return path.replaceAll(/\{\w+\}/g, '{}');
}
