import type { AttributeDefinition, PoolDescription } from '../../cognito/types.ts';
import type { FieldErrors } from '../../errors.ts';

const noSuchAttribute = 'There is no such attribute.';

/** Attributes that the pool sets by itself. */
const managedByPool = /^(?:email_verified|phone_number_verified|cognito:.*|dev:.*)$/;

/** Source: WHATWG HTML, "valid email address"; the pool's own rule is not documented. */
const emailForm =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;

/** Source: Cognito developer guide, "Working with user attributes" (E.164). */
const phoneNumberForm = /^\+[1-9]\d{1,14}$/;

export const isEmail = (text: string): boolean => emailForm.test(text);
export const isPhoneNumber = (text: string): boolean => phoneNumberForm.test(text);

/** Forms that the pool asks for, or that keep a value useful, by the name of the attribute. */
const forms: Readonly<Record<string, { readonly form: RegExp; readonly sentence: string }>> = {
  email: { form: emailForm, sentence: 'Enter an email address such as name@example.com.' },
  phone_number: {
    form: phoneNumberForm,
    sentence: 'Enter the phone number with its country code and digits only, such as +15551234567.',
  },
  birthdate: { form: /^\d{4}-\d{2}-\d{2}$/, sentence: 'Enter the date as YYYY-MM-DD.' },
};

/**
 * Sentences for attributes that the pool would refuse in a sign-up, by their names in the pool. At least as
 * strict as the pool: what passes here and is refused there would tell a free username from a taken one.
 *
 * Source: API reference, SchemaAttributeType and its constraints.
 */
export function attributeProblems(
  attributes: Readonly<Record<string, string>>,
  pool: PoolDescription,
): FieldErrors {
  const given = Object.entries(attributes).flatMap(([name, value]) => {
    const definition = pool.attributes.find((one) => one.name === name);
    const problem =
      definition === undefined || managedByPool.test(name)
        ? noSuchAttribute
        : value && problemOf(definition, value);
    return problem ? [[name, problem] as const] : [];
  });
  const missing = pool.attributes
    .filter(({ name, isRequired }) => isRequired && !attributes[name])
    .map(({ name }) => [name, 'This is required.'] as const);
  return Object.fromEntries([...missing, ...given]);
}

/** Empty when the value fits. */
function problemOf({ name, type, ...bounds }: AttributeDefinition, value: string): string {
  const { form, sentence = '' } = Object.hasOwn(forms, name) ? (forms[name] ?? {}) : {};
  if (form && !form.test(value)) return sentence;
  switch (type) {
    case 'Boolean':
      return /^(?:true|false)$/.test(value) ? '' : 'This must be true or false.';
    case 'DateTime':
      return isTime(value) ? '' : 'Enter a date and time as in ISO 8601.';
    case 'Number':
      return numberProblem(value, bounds);
    default:
      return lengthProblem(value, bounds);
  }
}

function isTime(value: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?$/.test(value) &&
    !Number.isNaN(Date.parse(value))
  );
}

type Bounds = Pick<AttributeDefinition, 'minLength' | 'maxLength' | 'minimum' | 'maximum'>;

function numberProblem(value: string, { minimum, maximum }: Bounds): string {
  if (!/^-?\d{1,15}$/.test(value)) return 'Enter a whole number.';
  const number = Number(value);
  if (minimum !== undefined && number < minimum) return `This must be ${minimum} or more.`;
  return maximum !== undefined && number > maximum ? `This must be ${maximum} or less.` : '';
}

function lengthProblem(value: string, { minLength = 0, maxLength = 2048 }: Bounds): string {
  if (value.length < minLength) return `This needs at least ${minLength} characters.`;
  return value.length > maxLength ? `This can have at most ${maxLength} characters.` : '';
}
