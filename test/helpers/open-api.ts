import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Answer, ApiDocument, Operation, Schema } from '../../server/web/api-docs/document.ts';
import type { TestConsole } from './console.ts';

export type OpenApi = ApiDocument & {
  readonly openapi: string;
  readonly components: { readonly responses: Readonly<Record<string, Answer>> };
};

/** An operation of a document. */
export type Documented = {
  /** `GET /api/v1/pools` */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
};

/** The document of the admin API, as programs get it. */
export async function documentOf({ url }: Pick<TestConsole, 'url'>): Promise<OpenApi> {
  const reply = await fetch(`${url}/api/openapi.json`);
  return JSON.parse(await reply.text());
}

export function operationsOf({ paths }: ApiDocument): readonly Documented[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([key, operation]) => {
      const method = key.toUpperCase();
      return { name: `${method} ${path}`, method, path, operation };
    }),
  );
}

/** An answer of an operation, looked up among the components where it refers to one of them. */
export function resolved(
  { components }: OpenApi,
  answer: (Answer & { readonly $ref?: string }) | undefined,
): Answer {
  const name = answer?.$ref?.split('/').at(-1);
  return (name === undefined ? answer : components.responses[name]) ?? { description: '' };
}

const checks = new WeakMap<Schema, (value: unknown) => readonly string[]>();

/** What is wrong with a value by a schema of the document, each a sentence; empty when nothing is. */
export function faultsOf(document: OpenApi, schema: Schema, value: unknown): readonly string[] {
  const known = checks.get(schema) ?? checkOf(document, schema);
  checks.set(schema, known);
  return known(value);
}

function checkOf({ components }: OpenApi, schema: Schema) {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  // So that `#/components/schemas/User` leads somewhere.
  const validate = ajv.compile({ ...schema, components });
  return (value: unknown): readonly string[] =>
    validate(value)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
