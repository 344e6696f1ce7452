import type { TSchema } from '@sinclair/typebox';
import type { AttributeDefinition, PoolDescription } from '../../cognito/types.ts';
import { checkbox, type FieldOptions, optionalText, text } from '../fields.ts';

/** Attributes that the service sets by itself, or that are set together with their contact. */
const managedByService = new Set([
  'sub',
  'identities',
  'updated_at',
  'email_verified',
  'phone_number_verified',
  'cognito:mfa_enabled',
  'cognito:username',
]);

const order = [
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'middle_name',
  'nickname',
  'preferred_username',
];

const labels: Readonly<Record<string, string>> = {
  sub: 'User ID (sub)',
  email: 'E-mail',
  phone_number: 'Phone number',
  preferred_username: 'Preferred username',
  birthdate: 'Date of birth',
  zoneinfo: 'Time zone',
  locale: 'Language',
  picture: 'Picture URL',
  website: 'Website',
  profile: 'Profile URL',
};

const shapes: Readonly<Record<string, Partial<FieldOptions>>> = {
  email: {
    control: 'email',
    pattern: '^$|^[^\\s@]+@[^\\s@]+$',
    problem: 'Write the e-mail address as name@example.com.',
  },
  phone_number: {
    control: 'tel',
    pattern: '^$|^\\+[1-9][0-9]{1,14}$',
    problem: 'Write the phone number with its country code, as +15551234567.',
    description: 'With country code, as +15551234567.',
  },
  birthdate: {
    pattern: '^$|^\\d{4}-\\d{2}-\\d{2}$',
    problem: 'Write the date as YYYY-MM-DD.',
  },
};

const numberShape: Partial<FieldOptions> = {
  control: 'number',
  pattern: '^$|^-?\\d+$',
  problem: 'Write a whole number.',
};

/** Name of an attribute's field in an action's input. */
export const attributeField = (name: string): string => `attribute:${name}`;

/** What an attribute is called on pages: "Given name", "tenant" for `custom:tenant`. */
export function attributeLabel(name: string): string {
  const known = labels[name];
  if (known) return known;
  const words = name.replace(/^(dev:)?custom:/, '').replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Attributes a person may fill in, the usual ones first, the pool's own ones last. */
export function editableAttributes(pool: PoolDescription): AttributeDefinition[] {
  const rank = ({ name, isCustom, isRequired }: AttributeDefinition): number => {
    const known = order.indexOf(name);
    if (known >= 0) return known;
    if (isRequired && !isCustom) return order.length;
    return order.length + (isCustom ? 1 : 2);
  };
  return pool.attributes
    .filter((attribute) => !managedByService.has(attribute.name))
    .sort((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name));
}

/** Heading under which a form shows the attribute; the usual ones stand under `usual`. */
function sectionOf(attribute: AttributeDefinition, usual: string): string {
  if (attribute.isCustom) return 'Custom attributes';
  return attribute.isRequired || order.includes(attribute.name) ? usual : 'More attributes';
}

/**
 * The field of one attribute, with the bounds that the pool's schema sets.
 *
 * @param stored the value that the user has, in whatever form it came there
 */
export function attributeSchema(
  attribute: AttributeDefinition,
  usualSection: string,
  stored = '',
): TSchema {
  const { minLength, maxLength } = attribute;
  const section = sectionOf(attribute, usualSection);
  const options: FieldOptions = {
    title: attributeLabel(attribute.name),
    section,
    isRarelyUsed: section === 'More attributes',
    keepsEmpty: true,
    ...(attribute.isCustom && { description: attribute.name }),
    ...(attribute.type === 'Number' && numberShape),
    ...shapes[attribute.name],
    ...(maxLength !== undefined && { maxLength }),
  };
  const control = controlFor(stored, options.control);
  if (!attribute.isRequired) return optionalText({ ...options, ...(control && { control }) });
  return text({
    ...options,
    ...(control && { control }),
    ...(minLength !== undefined && { minLength: Math.max(1, minLength) }),
  });
}

/**
 * Browsers empty, change or refuse what does not fit a control, touched or not: a stored value that does
 * not fit gets one that it fits.
 *
 * Source: WHATWG HTML, value sanitization of `input` elements; "valid email address".
 */
function controlFor(stored: string, usual: FieldOptions['control']): FieldOptions['control'] {
  if (/[\r\n]/.test(stored)) return 'textarea';
  if (stored === '') return usual;
  if (usual === 'email' && !browserEmail.test(stored)) return 'text';
  return usual === 'number' && !/^-?\d{1,15}$/.test(stored) ? 'text' : usual;
}

const browserEmail =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;

/** The box beside a contact that says it is verified; nothing for other attributes. */
export function verifiedField(attribute: string, section: string): Record<string, TSchema> {
  if (attribute !== 'email' && attribute !== 'phone_number') return {};
  const title = `${attributeLabel(attribute)} is verified`;
  return { [`${attribute}_verified`]: checkbox({ title, ...(section && { section }) }) };
}

/** The box that says so of the address that replaces a verified one; nothing for other attributes. */
export function newlyVerifiedField(attribute: string): Record<string, TSchema> {
  if (attribute !== 'email' && attribute !== 'phone_number') return {};
  const title = `Mark new ${attributeLabel(attribute).toLowerCase()} as verified`;
  return { [newlyVerified(attribute)]: checkbox({ title }) };
}

/** What the field of that box is called. */
export const newlyVerified = (attribute: string): string => `new_${attribute}_verified`;

/** The attributes among an action's input, by attribute name. */
export function attributesOf(input: Readonly<Record<string, unknown>>): Record<string, string> {
  const prefix = attributeField('');
  return Object.fromEntries(
    Object.entries(input).flatMap(([field, value]) =>
      field.startsWith(prefix) && typeof value === 'string'
        ? [[field.slice(prefix.length), value]]
        : [],
    ),
  );
}
