import type { Static, TObject } from '@sinclair/typebox';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import { type ValueError, ValueErrorType } from '@sinclair/typebox/errors';
import { type AwsError, invalidParameter, serialization } from './errors.ts';
import { inputCheck } from './model/check.ts';

/**
 * Returns a function that checks the request body of an operation against the service model, then against `schema`,
 * and hands it back typed. The schema says which members the sandbox uses, and limits only what AWS's model leaves
 * open. It is compiled on first use, so that a start does not pay for a hundred schemas. As in AWS, unknown members
 * are ignored and a null member counts as absent.
 *
 * The returned function throws SerializationException for a wrong JSON type or too deep a nesting, and
 * InvalidParameterException for a value outside its limits, with the message form of AWS's own request validation.
 * @throws Error when the service model has no such operation
 */
export function inputReader<Schema extends TObject>(
  operation: string,
  schema: Schema,
): (body: unknown) => Static<Schema> {
  const checkAgainstModel = inputCheck(operation);
  let compiled: ReturnType<typeof TypeCompiler.Compile<Schema>> | undefined;
  return (body) => {
    compiled ??= TypeCompiler.Compile(schema);
    const input = withoutNulls(body);
    checkAgainstModel(input);
    if (compiled.Check(input)) return input;
    throw toAwsError([...compiled.Errors(input)]);
  };
}

/** No input of the API is nested as deep as this; one that is would overflow the stack further on. */
const deepest = 64;

function withoutNulls(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === deepest) throw serialization('The request body is nested too deeply.');
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item, depth + 1));
  const kept: Record<string, unknown> = Object.create(null);
  for (const [name, member] of Object.entries(value)) {
    if (member !== null) kept[name] = withoutNulls(member, depth + 1);
  }
  return kept;
}

function toAwsError(errors: ValueError[]): AwsError {
  const byPath = new Map<string, string>();
  for (const error of errors) {
    if (!byPath.has(error.path)) byPath.set(error.path, describe(error));
  }
  const count = byPath.size;
  const found = `${count} validation error${count === 1 ? '' : 's'} detected: `;
  return invalidParameter(found + [...byPath.values()].join('; '));
}

function describe(error: ValueError): string {
  const where = `Value at '${memberName(error.path)}' failed to satisfy constraint: Member must `;
  const { schema } = error;
  switch (error.type) {
    case ValueErrorType.StringMinLength:
      return `${where}have length greater than or equal to ${schema.minLength}`;
    case ValueErrorType.IntegerMinimum:
      return `${where}have value greater than or equal to ${schema.minimum}`;
    case ValueErrorType.IntegerMaximum:
      return `${where}have value less than or equal to ${schema.maximum}`;
    case ValueErrorType.StringPattern:
      return `${where}satisfy regular expression pattern: ${schema.pattern}`;
    case ValueErrorType.Union:
    case ValueErrorType.Literal:
      return error.value === undefined
        ? `${where}not be null`
        : `${where}satisfy enum value set: [${allowedValues(schema).join(', ')}]`;
    default:
      return `${where}not be null`;
  }
}

function allowedValues(schema: ValueError['schema']): unknown[] {
  const options: unknown = schema.anyOf ?? [schema];
  if (!Array.isArray(options)) return [];
  return options.map((option: { const?: unknown }) => option.const);
}

/** Turns a JSON pointer such as /UserAttributes/0/Name into userAttributes.1.member.name, the way AWS names members. */
function memberName(path: string): string {
  return path
    .split('/')
    .slice(1)
    .map((part) =>
      /^[0-9]+$/.test(part)
        ? `${Number(part) + 1}.member`
        : part.charAt(0).toLowerCase() + part.slice(1),
    )
    .join('.');
}
