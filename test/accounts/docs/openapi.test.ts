import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { ownProblems } from '../../../server/accounts/docs/operation-problems.ts';
import { problemCodes } from '../../../server/accounts/docs/problem-codes.ts';
import { accountsForTests, openApiOf } from '../../helpers/accounts.ts';
import { consoleForTest } from '../../helpers/console.ts';

const accounts = accountsForTests();

type Described = { readonly description?: string };
type Operation = {
  readonly tags?: readonly string[];
  readonly operationId?: string;
  readonly summary?: string;
  readonly requestBody?: { readonly content: Record<string, { readonly schema: object }> };
  readonly parameters?: readonly Described[];
  readonly responses: Record<string, Described & { readonly content?: Record<string, object> }>;
  readonly security?: readonly object[];
  readonly 'x-problem-codes': readonly string[];
};
type Documented = readonly [name: string, operation: Operation];

async function operations(): Promise<readonly Documented[]> {
  const { paths } = await openApiOf(accounts().running);
  return Object.entries<Record<string, Operation>>(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
    ),
  );
}

/** Names of the operations for which something is not so. */
const failing = (all: readonly Documented[], holds: (operation: Operation) => boolean): string[] =>
  all.filter(([, operation]) => !holds(operation)).map(([name]) => name);

describe('The OpenAPI document of the account API', () => {
  it('is valid OpenAPI 3.1', async () => {
    const document = await openApiOf(accounts().running);
    const { valid, errors } = await new Validator().validate(document);
    expect([valid, errors]).toEqual([true, undefined]);
    expect(document.openapi).toBe('3.1.0');
  });

  it('is valid in cookie mode with managed login too', async () => {
    const running = await consoleForTest({
      sandbox: { users: 0 },
      application: { mode: 'cookie', domain: 'http://127.0.0.1:9' },
    });
    const document = await openApiOf(running);
    const { valid, errors } = await new Validator().validate(document);
    expect([valid, errors]).toEqual([true, undefined]);
    const page = await fetch(`${running.url}/accounts/docs`);
    expect(page.status).toBe(200);
    const ids = [...(await page.text()).matchAll(/id="(op-\w+)"/g)].map(([, id]) => id);
    expect(ids).toContain('op-startManagedLogin');
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has every operation of the application, each once', async () => {
    const routes = accounts().running.routes.filter(
      ({ url }) => url.startsWith('/accounts/v1/') && !url.startsWith('/accounts/v1/apps/'),
    );
    const undocumented = ['OPTIONS', 'HEAD'];
    const expected = routes
      .filter(({ method }) => !undocumented.includes(method))
      .map(({ method, url }) => `${method} ${url.replaceAll(/:(\w+)/g, '{$1}')}`);
    const all = await operations();
    expect(all.map(([name]) => name).sort()).toEqual([...new Set(expected)].sort());
    const ids = all.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('gives each a tag, a name, a summary and what it needs', async () => {
    const all = await operations();
    const { tags } = await openApiOf(accounts().running);
    const known = tags.map(({ name }: { name: string }) => name);
    expect(failing(all, ({ tags: [tag] = [] }) => known.includes(tag))).toEqual([]);
    expect(failing(all, ({ operationId = '' }) => /^[a-z][A-Za-z]+$/.test(operationId))).toEqual(
      [],
    );
    expect(failing(all, ({ summary = '' }) => summary !== '')).toEqual([]);
    expect(
      failing(all, ({ parameters = [] }) => parameters.every(({ description }) => description)),
    ).toEqual([]);
    const permissions = new Map(
      accounts().running.routes.map(({ method, url, permission }) => [
        `${method} ${url.replaceAll(/:(\w+)/g, '{$1}')}`,
        permission,
      ]),
    );
    const unlike = all.filter(
      ([name, { security = [] }]) => (permissions.get(name) === 'account') !== security.length > 0,
    );
    expect(unlike.map(([name]) => name)).toEqual([]);
  });

  it('describes the body, the answers and the problems of each', async () => {
    const all = await operations();
    expect(
      failing(all, ({ responses }) =>
        Object.values(responses).every(
          ({ description = '' }) => !/^(Default.*)?$/.test(description),
        ),
      ),
    ).toEqual([]);
    const isProblem = ({ content = {} }: { readonly content?: object }): boolean =>
      Object.keys(content).join() === 'application/problem+json';
    expect(
      failing(all, ({ responses }) =>
        Object.entries(responses).every(([status, answer]) =>
          /^[23]/.test(status) ? !isProblem(answer) : isProblem(answer),
        ),
      ),
    ).toEqual([]);
    expect(failing(all, ({ responses }) => responses.default !== undefined)).toEqual([]);
    const codes = Object.keys(problemCodes);
    expect(
      failing(all, ({ 'x-problem-codes': own }) => own.every((code) => codes.includes(code))),
    ).toEqual([]);
    const ids = all.map(([, { operationId }]) => operationId);
    expect(Object.keys(ownProblems).filter((id) => !ids.includes(id))).toEqual([]);
    const withBody = all.filter(([, { requestBody }]) => requestBody !== undefined);
    expect(
      failing(withBody, ({ responses }) =>
        ['400', '413', '415', '422'].every((one) => responses[one]),
      ),
    ).toEqual([]);
  });
});
