import type { SchemaAttribute } from '../../pools/attributes/schema.ts';
import type { UserPool } from '../../pools/pool.ts';
import { type AwsError, invalidParameter } from '../../wire/errors.ts';

/** What a request says about attributes: full names to new values. An empty value removes the attribute. */
export type AttributeChanges = Readonly<Record<string, string>>;

/** Returns a request's list of names and values as a record; the last of two equal names wins. */
export function toChanges(
  list: readonly { Name: string; Value?: string }[] | undefined,
): AttributeChanges {
  return Object.fromEntries((list ?? []).map(({ Name, Value }) => [Name, Value ?? '']));
}

/** Whether a user is being made, when immutable attributes may be set and required ones must be. */
export type Occasion = 'create' | 'update';

/**
 * Checks attributes against the pool's schema and returns them as they are stored: booleans in lower case.
 * @throws AwsError InvalidParameterException for an unknown, immutable, missing, ill-typed or ill-sized attribute
 */
export function checkAttributes(
  pool: UserPool,
  changes: AttributeChanges,
  occasion: Occasion,
): AttributeChanges {
  const byName = new Map(pool.schema.map((attribute) => [attribute.Name, attribute]));
  const problems: string[] = [];
  const checked: Record<string, string> = {};
  for (const [name, value] of Object.entries(changes)) {
    if (name === 'sub') throw invalidParameter('Cannot modify the non-mutable attribute sub');
    const attribute = byName.get(name);
    if (attribute === undefined || name === 'identities') {
      if (occasion === 'update') throw unknownAttribute(name);
      problems.push(`${name}: Attribute does not exist in the schema.`);
    } else if (occasion === 'update' && attribute.Mutable === false) {
      throw invalidParameter(`user.${name}: Attribute cannot be updated.\n`);
    } else {
      checked[name] = normalised(attribute, value);
      if (value !== '') problems.push(...problemsOf(attribute, value));
      else if (occasion === 'update' && attribute.Required === true) {
        problems.push(`${name}: The attribute is required`);
      }
    }
  }
  if (occasion === 'create') {
    for (const { Name, Required } of pool.schema) {
      if (Required === true && Name !== 'sub' && !changes[Name]) {
        problems.push(`${Name}: The attribute is required`);
      }
    }
  }
  if (problems.length > 0) throw schemaError(problems);
  checkFormats(checked);
  return checked;
}

/** The service's words for an update; at creation the attribute is one of those that do not conform. */
function unknownAttribute(name: string): AwsError {
  return invalidParameter(`user.${name}: Attribute does not exist in the schema.\n`);
}

function schemaError(problems: readonly string[]): AwsError {
  const lines = problems.map((problem) => `${problem}\n`).join('');
  return invalidParameter(`Attributes did not conform to the schema: ${lines}`);
}

function normalised(attribute: SchemaAttribute, value: string): string {
  return attribute.AttributeDataType === 'Boolean' ? value.toLowerCase() : value;
}

function problemsOf(attribute: SchemaAttribute, value: string): string[] {
  const name = attribute.Name;
  switch (attribute.AttributeDataType) {
    case 'Boolean':
      return /^(true|false)$/i.test(value) ? [] : [`${name}: Value must be true or false`];
    case 'DateTime':
      return Number.isNaN(Date.parse(value)) ? [`${name}: Value must be a date and time`] : [];
    case 'Number': {
      const { MinValue, MaxValue } = attribute.NumberAttributeConstraints ?? {};
      if (!/^-?[0-9]+(\.[0-9]+)?$/.test(value)) return [`${name}: Value must be a number`];
      return outside(Number(value), MinValue, MaxValue) ? [`${name}: Value is out of range`] : [];
    }
    default: {
      const { MinLength, MaxLength } = attribute.StringAttributeConstraints ?? {};
      if (!outside(value.length, MinLength, MaxLength)) return [];
      const least = MinLength ?? '0';
      return [`${name}: String must be ${least} to ${MaxLength ?? '2048'} characters long`];
    }
  }
}

function outside(size: number, minimum: string | undefined, maximum: string | undefined): boolean {
  return (
    (minimum !== undefined && size < Number(minimum)) ||
    (maximum !== undefined && size > Number(maximum))
  );
}

/** Whether a text has the form of an e-mail address that Cognito takes. */
export function isEmail(value: string): boolean {
  return value.length <= 2048 && /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)*$/u.test(value);
}

/** Whether a text is a phone number in E.164 form: + and up to 15 digits. */
export function isPhoneNumber(value: string): boolean {
  return /^\+[0-9]{1,15}$/.test(value);
}

function checkFormats(changes: AttributeChanges): void {
  const { email, phone_number: phoneNumber } = changes;
  if (email && !isEmail(email)) throw invalidParameter('Invalid email address format.');
  if (phoneNumber && !isPhoneNumber(phoneNumber)) {
    throw invalidParameter('Invalid phone number format.');
  }
}
