import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { problemCodes } from '../../../server/api/docs/problem-codes.ts';
import type { Operation } from '../../../server/web/api-docs/document.ts';
import { apiForTests } from '../../helpers/api.ts';
import {
  type Documented,
  documentOf,
  faultsOf,
  operationsOf,
  resolved,
} from '../../helpers/open-api.ts';

const api = apiForTests();

/** Names of the operations for which something is not so. */
const failing = (all: readonly Documented[], holds: (operation: Operation) => boolean): string[] =>
  all.filter(({ operation }) => !holds(operation)).map(({ name }) => name);

const isAction = /^POST .*\/(users|groups)\/\{\w+\}\//;

async function operations(): Promise<readonly Documented[]> {
  return operationsOf(await documentOf(api().running));
}

describe('The OpenAPI document of the admin API', () => {
  it('is valid OpenAPI 3.1', async () => {
    const document = await documentOf(api().running);
    const { valid, errors } = await new Validator().validate(document);
    expect([valid, errors]).toEqual([true, undefined]);
    expect(document.openapi).toBe('3.1.0');
    expect(JSON.stringify(document)).not.toContain('def-');
  });

  it('has every route, each once, and nothing else', async () => {
    const routes = api()
      .running.routes.filter(({ url }) => url.startsWith('/api/v1/'))
      .filter(({ method }) => !['OPTIONS', 'HEAD'].includes(method))
      .map(({ method, url }) => `${method} ${url.replaceAll(/:(\w+)/g, '{$1}')}`);
    const all = await operations();
    expect(all.map(({ name }) => name).sort()).toEqual([...new Set(routes)].sort());
    const ids = all.map(({ operation }) => operation.operationId);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('gives each a tag, a name, a summary, its roles and what its parameters are', async () => {
    const all = await operations();
    const { tags } = await documentOf(api().running);
    const known = tags.map(({ name }) => name);
    expect(failing(all, ({ tags: [tag = ''] }) => known.includes(tag))).toEqual([]);
    expect(failing(all, ({ operationId }) => /^[a-z][A-Za-z]+$/.test(operationId))).toEqual([]);
    expect(failing(all, ({ summary }) => /^[A-Z].*[^.]$/.test(summary))).toEqual([]);
    expect(failing(all, ({ description = '' }) => /^[\dA-Za-z`].*[.]$/s.test(description))).toEqual(
      [],
    );
    expect(failing(all, ({ 'x-roles': roles = [] }) => roles.includes('admin'))).toEqual([]);
    expect(failing(all, ({ security = [] }) => security.length === 2)).toEqual([]);
    expect(
      failing(all, ({ parameters = [] }) => parameters.every(({ description }) => description)),
    ).toEqual([]);
    const usesExample = ({ parameters = [] }: Operation): boolean =>
      parameters.every(({ in: place, example }) => place !== 'path' || example !== undefined);
    expect(failing(all, usesExample)).toEqual([]);
  });

  it('describes each answer, with the problems by their status', async () => {
    const document = await documentOf(api().running);
    const all = operationsOf(document);
    const answersOf = ({ responses }: Operation) =>
      Object.entries(responses).map(([status, one]) => ({ status, ...resolved(document, one) }));
    const isDescribed = (operation: Operation): boolean =>
      answersOf(operation).every(
        ({ description, headers = {} }) =>
          !/^(Default.*)?$/.test(description) && 'RateLimit-Limit' in headers,
      );
    expect(failing(all, isDescribed)).toEqual([]);
    const hasItsType = (operation: Operation): boolean =>
      answersOf(operation).every(({ status, content = {} }) => {
        const isProblem = Object.keys(content).join() === 'application/problem+json';
        return isProblem !== /^[23]/.test(status);
      });
    expect(failing(all, hasItsType)).toEqual([]);
    expect(failing(all, ({ responses }) => responses.default !== undefined)).toEqual([]);
    // What the table says of a code is what the answers of its operations say.
    const hasItsCodes = (operation: Operation): boolean => {
      const described = answersOf(operation).flatMap(({ status, description }) =>
        [...description.matchAll(/^`(\w+)`: /gm)].map(([, code]) => `${status} ${code}`),
      );
      const table = new Map<string, { readonly status: readonly number[] }>(
        Object.entries(problemCodes),
      );
      const declared = (operation['x-problem-codes'] ?? []).flatMap((code) =>
        (table.get(code)?.status ?? []).map((status) => `${status} ${code}`),
      );
      return declared.length > 0 && described.sort().join() === declared.sort().join();
    };
    expect(failing(all, hasItsCodes)).toEqual([]);
  });

  it('says what a request with a body can be refused for', async () => {
    const all = (await operations()).filter(({ operation }) => operation.requestBody);
    expect(
      failing(all, ({ responses }) =>
        ['400', '413', '415', '422'].every((one) => responses[one] !== undefined),
      ),
    ).toEqual([]);
  });

  it('names the headers that requests take and answers have', async () => {
    const document = await documentOf(api().running);
    for (const { name, operation } of operationsOf(document)) {
      const taken = (operation.parameters ?? [])
        .filter(({ in: place }) => place === 'header')
        .map((parameter) => parameter.name);
      expect([name, taken]).toEqual([
        name,
        [
          ...(name.startsWith('POST') ? ['Idempotency-Key'] : []),
          ...(isAction.test(name) ? ['If-Match'] : []),
          ...(/^GET .*\/(users|groups)\/\{\w+\}(\/groups)?$/.test(name) ? ['If-None-Match'] : []),
        ],
      ]);
      const { headers: ofThrottled = {} } = resolved(document, operation.responses[429]);
      expect([name, Object.keys(ofThrottled)]).toEqual([
        name,
        [
          'X-Request-Id',
          'RateLimit-Limit',
          'RateLimit-Remaining',
          'RateLimit-Reset',
          'Retry-After',
        ],
      ]);
    }
  });

  it('has an example of every JSON body, which its own schema accepts', async () => {
    const document = await documentOf(api().running);
    for (const { name, operation } of operationsOf(document)) {
      const { requestBody, responses } = operation;
      const contents = [
        requestBody?.content,
        ...Object.values(responses).map((one) => resolved(document, one).content),
      ];
      for (const content of contents) {
        const json = content?.['application/json'];
        if (json?.schema === undefined) continue;
        expect([name, faultsOf(document, json.schema, json.example)]).toEqual([name, []]);
      }
    }
  });
});
