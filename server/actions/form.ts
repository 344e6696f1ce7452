import { Kind, OptionalKind, type TObject, type TSchema } from '@sinclair/typebox';
import type { FieldErrors } from '../errors.ts';
import type { FormField } from '../web/rendering/form-fields.ts';
import { fieldOptions } from './fields.ts';
import type { ActionFormPage } from './views.ts';

/** What a form is filled with: typed text, or an action's initial values. */
export type FormValues = Readonly<Record<string, unknown>>;

/** The form's sections in the order of the schema's properties. */
export function sectionsOf(
  schema: TObject,
  values: FormValues,
  errors: FieldErrors,
  choices: Readonly<Record<string, readonly string[]>>,
): ActionFormPage['sections'] {
  const sections = new Map<string, { fields: FormField[]; isFolded: boolean }>();
  for (const [name, property] of Object.entries(schema.properties)) {
    const { section: title = '', isRarelyUsed } = fieldOptions(property);
    const field = fieldOf(name, property, values[name], errors[name] ?? '', choices[name]);
    const section = sections.get(title) ?? { fields: [], isFolded: true };
    section.fields.push(field);
    section.isFolded &&= isRarelyUsed === true && field.value === '' && field.error === '';
    sections.set(title, section);
  }
  return [...sections].map(([title, section]) => ({ title, ...section }));
}

function fieldOf(
  name: string,
  schema: TSchema,
  value: unknown,
  error: string,
  choices: readonly string[] | undefined,
): FormField {
  const options = fieldOptions(schema);
  const isBoolean = schema[Kind] === 'Boolean';
  const text = value === undefined || value === null ? '' : String(value);
  const offered = choices?.map((choice) => ({ value: choice, label: choice })) ?? literals(schema);
  return {
    name,
    label: options.title,
    kind: kindOf(schema, options.control, offered.length > 0),
    value: options.secret ? '' : text,
    isChecked: isBoolean && (value === true || text === 'on' || text === 'true'),
    isRequired: !isBoolean && schema[OptionalKind] !== 'Optional',
    help: options.description ?? '',
    error,
    options: offered,
    autocomplete: options.autocomplete ?? 'off',
    // A minimum of one says no more than "required"; browsers would refuse an emptied field twice.
    minLength: options.minLength === 1 ? undefined : options.minLength,
    maxLength: options.maxLength,
  };
}

function kindOf(
  schema: TSchema,
  control: FormField['kind'] | undefined,
  hasChoices: boolean,
): FormField['kind'] {
  if (hasChoices) return 'select';
  if (control) return control;
  if (schema[Kind] === 'Boolean') return 'checkbox';
  return schema[Kind] === 'Integer' ? 'number' : 'text';
}

/** The values of a union of literals, each with its title. */
function literals(schema: TSchema): FormField['options'] {
  const members: readonly TSchema[] =
    schema[Kind] === 'Union' ? schema.anyOf : schema[Kind] === 'Literal' ? [schema] : [];
  return members.map((member) => ({
    value: String(member.const),
    label: member.title ?? String(member.const),
  }));
}
