import fc from 'fast-check';
import type { Operation, Schema } from '../../../server/web/api-docs/document.ts';
import { nameOf, schemaIn } from '../../../server/web/api-docs/document.ts';
import { unexpected } from '../../security/fuzz/values.ts';

/** Values that mean something to a member, by its name, so that a request gets further. */
export type KnownValues = (member: string) => readonly unknown[];

type Shared = Readonly<Record<string, Schema>>;

const attributes = [
  'email',
  'phone_number',
  'name',
  'birthdate',
  'custom:plan',
  'custom:seats',
  'sub',
  'email_verified',
  '__proto__',
  'constructor',
];

/** A body as an operation asks for it, or one that it never expected. */
export function bodyOf(
  { requestBody }: Operation,
  shared: Shared,
  known: KnownValues,
): fc.Arbitrary<string> {
  const schema = schemaIn(requestBody?.content);
  if (schema === undefined) return fc.constant('');
  const fitting = schemaValue(schema, shared, known);
  return fc.oneof(
    { weight: 10, arbitrary: fitting.map((value) => JSON.stringify(value)) },
    { weight: 4, arbitrary: against(fitting).map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: fc.jsonValue().map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: unreadable },
  );
}

/** A value of a schema; texts may be anything. */
export function schemaValue(
  schema: Schema,
  shared: Shared,
  known: KnownValues,
  name = '',
): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) {
    return schemaValue(shared[nameOf(schema.$ref)] ?? {}, shared, known, name);
  }
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) {
    return fc.oneof(...schema.anyOf.map((one) => schemaValue(one, shared, known, name)));
  }
  switch (schema.type) {
    case 'object':
      return objectOf(schema, shared, known);
    case 'array':
      return fc.array(schemaValue(schema.items ?? {}, shared, known, name), { maxLength: 4 });
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return fc.oneof(fc.integer(), fc.constantFrom(0, -1, 2 ** 53, 1e308));
    case 'null':
      return fc.constant(null);
    default:
      return textOf(known(name));
  }
}

function textOf(values: readonly unknown[]): fc.Arbitrary<unknown> {
  if (values.length === 0) return unexpected;
  return fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...values) },
    { weight: 1, arbitrary: unexpected },
  );
}

function objectOf(schema: Schema, shared: Shared, known: KnownValues): fc.Arbitrary<unknown> {
  const { properties, required = [], additionalProperties } = schema;
  if (properties === undefined) {
    const value = typeof additionalProperties === 'object' ? additionalProperties : {};
    return fc.dictionary(
      fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...attributes) }, unexpected),
      schemaValue(value, shared, known, 'attributes'),
      { maxKeys: 5 },
    );
  }
  const members = Object.fromEntries(
    Object.entries(properties).map(([name, member]) => [
      name,
      schemaValue(member, shared, known, name),
    ]),
  );
  return fc.record(members, { requiredKeys: [...required] });
}

/** A fitting body with one member gone, of another type, or too many. */
function against(fitting: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .record({ body: fitting, index: fc.nat(20), wrong: fc.jsonValue(), name: unexpected })
    .map(({ body, index, wrong, name }) => {
      if (typeof body !== 'object' || body === null) return wrong;
      const entries = Object.entries(body);
      const at = entries[index % Math.max(1, entries.length)]?.[0];
      const others = entries.filter(([key]) => key !== at);
      if (index % 3 === 0 || at === undefined)
        return Object.fromEntries([...entries, [name, wrong]]);
      return Object.fromEntries(index % 3 === 1 ? others : [...others, [at, wrong]]);
    });
}

/** Texts that are no JSON object, or too much of one. */
const unreadable = fc.constantFrom(
  '',
  '{',
  '[]',
  'null',
  '"text"',
  '{"username":',
  '{"__proto__":{"isAdmin":true}}',
  '{"constructor":{"prototype":{"isAdmin":true}}}',
  '['.repeat(5000),
  `{"username":"${'x'.repeat(70_000)}"}`,
  '{"username":"\ud83d"}',
  'username=ada&password=x',
);
