import fc from 'fast-check';
import type { Parameter, Schema } from '../../../server/web/api-docs/document.ts';
import { bodyOf, type KnownValues, schemaValue } from '../../accounts/fuzz/bodies.ts';
import { type Documented, type OpenApi, operationsOf } from '../../helpers/open-api.ts';
import { unexpected } from '../../security/fuzz/values.ts';
import { type Caller, callers } from './callers.ts';

/** A request for an operation of the document. */
export type Attempt = {
  readonly caller: Caller;
  readonly place: Documented;
  /** With its query. */
  readonly path: string;
  /** Empty: none is sent. */
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
};

type Shared = Readonly<Record<string, Schema>>;

/** Requests for every operation of the document, as everyone, most of them as the document asks. */
export function attempts(document: OpenApi, known: KnownValues): fc.Arbitrary<Attempt> {
  const shared = document.components.schemas;
  return fc.constantFrom(...operationsOf(document)).chain((place) => {
    const { parameters = [] } = place.operation;
    const of = (where: string) => parameters.filter((one) => one.in === where);
    return fc.record({
      caller: fc.oneof(
        {
          weight: 4,
          arbitrary: fc.constantFrom(...callers.filter(({ role }) => role === 'admin')),
        },
        { weight: 3, arbitrary: fc.constantFrom(...callers) },
      ),
      place: fc.constant(place),
      path: fc
        .tuple(pathOf(place.path, known), queryOf(of('query'), shared, known))
        .map(([path, query]) => (query === '' ? path : `${path}?${query}`))
        // Beyond 16 KB, Node's HTTP server answers 431 before the API sees the request.
        .filter((path) => path.length < 12_000),
      body: bodyOf(place.operation, shared, known),
      headers: fc
        .array(fc.constantFrom(...sometimes(of('header'))), { maxLength: 2 })
        .map((chosen) => Object.assign({}, ...chosen)),
    });
  });
}

/** Headers that a request may have, as the document names them. */
function sometimes(parameters: readonly Parameter[]): Record<string, string>[] {
  const values = ['0e7a1f0c-52a6-4f0b-9a53-6d1c5b1f7a10', '"other"', '*', '', 'é', 'x'.repeat(300)];
  const all = parameters.flatMap(({ name }) =>
    values.map((value) => ({ [name]: encodeURIComponent(value) })),
  );
  return [{}, { accept: 'text/html' }, { 'content-type': 'text/plain' }, ...all];
}

/** Values that stay a part of a path of their own. */
const isOwnPart = (value: string): boolean => !['', '.', '..'].includes(value);

function pathOf(pattern: string, known: KnownValues): fc.Arbitrary<string> {
  const names = [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const values = names.map((name) => {
    const usual = known(name).map(String);
    const odd = unexpected.map((value) => value.toWellFormed()).filter(isOwnPart);
    return usual.length === 0
      ? odd
      : fc.oneof(
          { weight: 9, arbitrary: fc.constantFrom(...usual) },
          { weight: 1, arbitrary: odd },
        );
  });
  return fc
    .tuple(...values)
    .map((chosen) =>
      chosen.reduce(
        (path, value, index) => path.replace(`{${names[index]}}`, () => encodeURIComponent(value)),
        pattern,
      ),
    );
}

/** Each parameter as its schema says or as nobody expects it, and now and then one too many. */
function queryOf(
  parameters: readonly Parameter[],
  shared: Shared,
  known: KnownValues,
): fc.Arbitrary<string> {
  const members = Object.fromEntries(
    parameters.map(({ name, schema = {} }) => [
      name,
      fc.option(
        fc.oneof(
          { weight: 4, arbitrary: schemaValue(schema, shared, known, name).map(String) },
          { weight: 1, arbitrary: unexpected },
        ),
        { freq: 1 },
      ),
    ]),
  );
  const extra = fc.oneof(
    { weight: 9, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.dictionary(unexpected, unexpected, { maxKeys: 2 }) },
  );
  return fc.tuple(fc.record(members), extra).map(([own, more]) =>
    Object.entries({ ...own, ...more })
      .filter(([, value]) => value !== null)
      .map((pair) => pair.map((one) => encodeURIComponent(`${one}`.toWellFormed())).join('='))
      .join('&'),
  );
}
