import { Kind, OptionalKind, type Static, type TObject, type TSchema } from '@sinclair/typebox';
import { Value, ValueErrorType } from '@sinclair/typebox/value';
import { invalidInput } from '../errors.ts';
import { fieldOptions } from './fields.ts';

/**
 * Reads what a form posted, or an API call sent, as the schema's type. Forms send text only: a
 * ticked box is "on", a number is digits, and an empty optional field counts as not given.
 * Properties that the schema does not name are dropped.
 *
 * @param isVerbatim blanks at the ends of a text are part of it
 * @throws PoolkeeperError `invalid_input` (422) with a sentence for each wrong field
 */
export function parseInput<Schema extends TObject>(
  schema: Schema,
  raw: unknown,
  isVerbatim = false,
): Static<Schema> {
  const given: Record<string, unknown> = typeof raw === 'object' && raw !== null ? { ...raw } : {};
  const input: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(schema.properties)) {
    const value = readField(property, given[name], isVerbatim);
    if (value !== undefined) input[name] = value;
  }
  if (Value.Check(schema, input)) return input;

  const problems: Record<string, string> = {};
  for (const error of Value.Errors(schema, input)) {
    const name = error.path.slice(1).replaceAll('~1', '/').replaceAll('~0', '~');
    const property = schema.properties[name];
    if (property) problems[name] ??= sentence(property, error.type);
  }
  throw invalidInput(problems);
}

/** The input as the audit may keep it. */
export function withoutSecrets(
  schema: TObject,
  input: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(input).filter(([name]) => {
      const property = schema.properties[name];
      return property !== undefined && !fieldOptions(property).secret;
    }),
  );
}

function readField(schema: TSchema, value: unknown, isVerbatim: boolean): unknown {
  const single = Array.isArray(value) ? value.at(-1) : value;
  if (schema[Kind] === 'Boolean') {
    return single === true || single === 'on' || single === 'true';
  }
  if (typeof single !== 'string') return single;
  const { control, keepsEmpty } = fieldOptions(schema);
  const text = isVerbatim || control === 'password' ? single : single.trim();
  if (text === '' && schema[OptionalKind] === 'Optional' && !keepsEmpty) return undefined;
  if (schema[Kind] === 'Integer') return /^-?\d+$/.test(text) ? Number(text) : text;
  return text;
}

function sentence(schema: TSchema, type: ValueErrorType): string {
  const { title, problem, minLength, maxLength } = fieldOptions(schema);
  switch (type) {
    case ValueErrorType.ObjectRequiredProperty:
      return `${title} is required.`;
    case ValueErrorType.StringMinLength:
      if (minLength === 1) return `${title} is required.`;
      return `${title} needs at least ${minLength} characters.`;
    case ValueErrorType.StringMaxLength:
      return `${title} can have at most ${maxLength} characters.`;
    case ValueErrorType.Integer:
      return `${title} must be a whole number.`;
    default:
      return problem ?? `${title} is not of the expected form.`;
  }
}
