import type { PasswordPolicy } from '../../../cognito/types.ts';
import type { FieldErrors } from '../../../errors.ts';
import type { FormField } from '../../../web/rendering/form-fields.ts';

type Values = Readonly<Record<string, string>>;

/** The controls of the page: the password twice, then what the pool requires besides. */
export function newPasswordFields(
  requiredAttributes: readonly string[],
  policy: PasswordPolicy | undefined,
  values: Values,
  errors: FieldErrors,
): FormField[] {
  return [
    ...passwordFields(policy, errors),
    ...requiredAttributes.map((name) =>
      field(name, labelOf(name), errors, {
        kind: kinds.get(name) ?? 'text',
        autocomplete: autocompletes.get(name) ?? 'off',
        value: values[name] ?? '',
        help: helps.get(name) ?? '',
      }),
    ),
  ];
}

/** The controls for a new password, twice. */
export function passwordFields(
  policy: PasswordPolicy | undefined,
  errors: FieldErrors,
): FormField[] {
  const password = { kind: 'password', autocomplete: 'new-password', value: '' } as const;
  const minLength = policy?.minimumLength;
  return [
    field('newPassword', 'New password', errors, { ...password, minLength }),
    field('repeated', 'New password, again', errors, password),
  ];
}

/** What was typed, checked as far as it can be here; `errors` is empty when nothing is missing. */
export function checkForm(
  values: Values,
  requiredAttributes: readonly string[],
): { errors: FieldErrors; newPassword: string; attributes: Record<string, string> } {
  const { newPassword = '', repeated = '' } = values;
  const errors: Record<string, string> = {};
  if (newPassword === '') errors.newPassword = 'Choose a new password.';
  else if (repeated !== newPassword) errors.repeated = 'This is not the same as above.';
  const attributes: Record<string, string> = {};
  for (const name of requiredAttributes) {
    const value = values[name]?.trim() ?? '';
    if (value === '') errors[name] = 'The pool requires this.';
    attributes[name] = value;
  }
  return { errors, newPassword, attributes };
}

const kinds: ReadonlyMap<string, FormField['kind']> = new Map([
  ['email', 'email'],
  ['phone_number', 'tel'],
]);

const autocompletes: ReadonlyMap<string, string> = new Map([
  ['email', 'email'],
  ['phone_number', 'tel'],
  ['name', 'name'],
  ['given_name', 'given-name'],
  ['family_name', 'family-name'],
  ['birthdate', 'bday'],
]);

const helps: ReadonlyMap<string, string> = new Map([
  ['phone_number', 'With + and the country code, digits only: +14155550132.'],
  ['birthdate', 'As YYYY-MM-DD.'],
]);

/** "family_name" is "Family name". */
function labelOf(attribute: string): string {
  const words = attribute.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function field(
  name: string,
  label: string,
  errors: FieldErrors,
  control: Pick<FormField, 'kind' | 'autocomplete' | 'value'> & Partial<FormField>,
): FormField {
  return {
    name,
    label,
    isChecked: false,
    isRequired: true,
    help: '',
    error: errors[name] ?? '',
    options: [],
    minLength: undefined,
    maxLength: undefined,
    ...control,
  };
}
