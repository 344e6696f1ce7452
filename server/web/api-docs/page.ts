import {
  type Answer,
  type ApiDocument,
  type Operation,
  type Schema,
  schemaIn,
} from './document.ts';
import { exampleOf } from './examples.ts';
import { memberRows, typeNames } from './members.ts';
import type { ProblemCode } from './problem-answers.ts';
import { textParts } from './text-parts.ts';
import type { AnswerBlock, DocsPage, MemberTable, OperationBlock } from './views.ts';

type Place = { readonly method: string; readonly path: string; readonly operation: Operation };

/** What the readable page says of an API beside its OpenAPI document. */
export type DocsFacts = {
  /** Of this server, as browsers see it. */
  readonly origin: string;
  readonly documentHref: string;
  /** How a request says who it is from; what stands between backticks is code. */
  readonly signIn: string;
  /** Every code that the API answers with, in the order of the page. */
  readonly problemCodes: Readonly<Record<string, ProblemCode>>;
};

/** Makes what the readable page shows of the OpenAPI document. */
export function docsPage(
  document: ApiDocument,
  { origin, documentHref, signIn, problemCodes }: DocsFacts,
): DocsPage {
  const { info, tags, paths, components } = document;
  const places: readonly Place[] = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  );
  const prefix = commonPrefix(places.map(({ path }) => path));
  const base = `${origin}${prefix}`;
  const shown = (place: Place): OperationBlock =>
    operationBlock({ ...place, path: place.path.slice(prefix.length) }, base, components.schemas);
  return {
    title: info.title,
    description: info.description,
    base,
    groups: tags
      .map(({ name, description }) => ({
        id: `tag-${name.toLowerCase().replaceAll(' ', '-')}`,
        name,
        description,
        operations: places.filter(({ operation }) => operation.tags[0] === name).map(shown),
      }))
      .filter(({ operations }) => operations.length > 0),
    objects: Object.entries(components.schemas).map(([name, schema]) => ({
      name,
      description: textParts(schema.description ?? ''),
      tables: tablesOf(name, schema),
    })),
    documentHref,
    signIn: textParts(signIn),
    problems: Object.entries(problemCodes).map(([code, { status, meaning }]) => ({
      code,
      status: status.join(', '),
      meaning: textParts(meaning),
    })),
  };
}

/** The part up to a slash that all paths begin with. */
function commonPrefix(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => path.split('/'));
  const end = first.findIndex((part, index) => others.some((other) => other[index] !== part));
  return first.slice(0, end < 0 ? -1 : end).join('/');
}

function operationBlock(
  { method, path, operation }: Place,
  base: string,
  shared: Readonly<Record<string, Schema>>,
): OperationBlock {
  const { parameters = [], requestBody, responses, security = [] } = operation;
  const body = schemaIn(requestBody?.content) ?? {};
  const successes = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  const [status = '', success] = successes[0] ?? [];
  const answer = success && schemaIn(success.content);
  const needsToken = security.length > 0;
  return {
    id: `op-${operation.operationId}`,
    method,
    path,
    summary: operation.summary,
    description: textParts(operation.description ?? ''),
    needsToken,
    parameters: {
      caption: 'Parameters',
      rows: parameters.map(({ name, required = false, description = '', schema = {} }) => ({
        name,
        types: typeNames(schema),
        isRequired: required,
        description: textParts(description),
        bounds: '',
      })),
    },
    body: { caption: 'Body', rows: memberRows(body) },
    answers: successes.map(([code, one]) => answerBlock(code, one)),
    request: curlOf({
      method,
      address: `${base}${path}`,
      needsToken,
      body: requestBody ? exampleOf(body, shared) : undefined,
    }),
    answer: answer === undefined ? '' : jsonOf(exampleOf(answer, shared)),
    answerStatus: status,
    problems: operation['x-problem-codes'] ?? [],
  };
}

function answerBlock(status: string, { description, content }: Answer): AnswerBlock {
  const schema = schemaIn(content);
  return {
    status,
    description: textParts(description === 'Default Response' ? '' : description),
    types: schema === undefined || schema.properties ? [] : typeNames(schema),
    table: { caption: 'Members', rows: memberRows(schema ?? {}) },
  };
}

/** One table for each form that the object can have, by its members with one value. */
function tablesOf(name: string, schema: Schema): readonly MemberTable[] {
  if (!schema.anyOf) return [{ caption: name, rows: memberRows(schema) }];
  return schema.anyOf.map((form) => {
    const [first = {}] = Object.values(form.properties ?? {});
    const values = typeNames(first).map(({ text }) => text.replaceAll('"', ''));
    return { caption: values.join(', '), rows: memberRows(form) };
  });
}

type Call = {
  readonly method: string;
  readonly address: string;
  readonly needsToken: boolean;
  readonly body: unknown;
};

function curlOf({ method, address, needsToken, body }: Call): string {
  const lines = [
    ...(method === 'GET' ? [`curl ${address}`] : [`curl -X ${method}`, address]),
    ...(needsToken ? [`-H "Authorization: Bearer $ACCESS_TOKEN"`] : []),
    ...(body === undefined ? [] : [`-H 'Content-Type: application/json'`, `-d '${jsonOf(body)}'`]),
  ];
  return lines.join(' \\\n  ');
}

function jsonOf(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}
