import type { ApiDocument, Schema } from './document.ts';
import { memberRows, typeNames } from './members.ts';
import { operationBlock, type Place } from './operation.ts';
import type { ProblemCode } from './problem-answers.ts';
import { textParts } from './text-parts.ts';
import type { DocsPage, MemberTable } from './views.ts';

/** What the readable page says of an API beside its OpenAPI document. */
export type DocsFacts = {
  /** Of this server, as browsers see it. */
  readonly origin: string;
  readonly documentHref: string;
  /** How a request says who it is from; what stands between backticks is code. */
  readonly signIn: string;
  /** Variable of the shell that the examples have the token in. */
  readonly tokenVariable: string;
  /** What an operation that needs a token says of it; empty to say nothing. */
  readonly tokenSentence: string;
  /** What holds for many operations, said once. */
  readonly notes: readonly { readonly title: string; readonly text: string }[];
  /** Every code that the API answers with, in the order of the page. */
  readonly problemCodes: Readonly<Record<string, ProblemCode>>;
};

/** Makes what the readable page shows of the OpenAPI document. */
export function docsPage(
  document: ApiDocument,
  { origin, documentHref, signIn, problemCodes, notes, ...ofCalls }: DocsFacts,
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
  const common = commonProblems(places);
  const shown = (place: Place) =>
    operationBlock(
      { ...place, path: place.path.slice(prefix.length) },
      { ...ofCalls, base, common },
    );
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
    notes: notes.map(({ title, text }) => ({ title, text: textParts(text) })),
    commonProblems: [...common],
    problems: Object.entries(problemCodes).map(([code, { status, meaning }]) => ({
      code,
      status: status.join(', '),
      meaning: textParts(meaning),
    })),
  };
}

/** The parts that all paths begin with, before their last part and the first parameter. */
function commonPrefix(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => path.split('/').slice(0, -1));
  const end = first.findIndex(
    (part, index) => part.startsWith('{') || others.some((other) => other[index] !== part),
  );
  return (end < 0 ? first : first.slice(0, end)).join('/');
}

/** Codes that every operation can answer with, so that none of them need list them. */
function commonProblems(places: readonly Place[]): ReadonlySet<string> {
  const [first = new Set<string>(), ...others] = places.map(
    ({ operation }) => new Set(operation['x-problem-codes']),
  );
  return others.reduce((common, codes) => common.intersection(codes), first);
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
