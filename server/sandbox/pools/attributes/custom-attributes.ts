import { invalidParameter } from '../../wire/errors.ts';
import { type SchemaAttribute, standardAttributes } from './schema.ts';

const maximumCustomAttributes = 50;

/** Standard attributes by name. */
const standardByName = new Map(standardAttributes.map((attribute) => [attribute.Name, attribute]));

/** Names whose values the pool itself keeps. */
const reserved = new Set(['sub', 'email_verified', 'phone_number_verified', 'identities']);

/**
 * Returns the schema of a new pool as it is stored: standard attributes under their names, all others as `custom:`
 * or, for developer-only ones, `dev:`.
 * @throws AwsError InvalidParameterException for a doubled or unusable attribute
 */
export function toStoredSchema(requested: readonly SchemaAttribute[]): SchemaAttribute[] {
  const stored = requested.map((attribute) => {
    const standard = standardByName.get(attribute.Name);
    if (standard === undefined || reserved.has(attribute.Name)) return toCustom(attribute);
    if (
      attribute.AttributeDataType !== undefined &&
      attribute.AttributeDataType !== standard.AttributeDataType
    ) {
      throw invalidParameter(
        `You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute ${attribute.Name}`,
      );
    }
    return { ...standard, ...attribute };
  });
  checkUnique(stored);
  return stored;
}

/**
 * Returns `present` with custom attributes added.
 * @throws AwsError InvalidParameterException when one exists or there would be more than 50
 */
export function withCustomAttributes(
  present: readonly SchemaAttribute[],
  requested: readonly SchemaAttribute[],
): SchemaAttribute[] {
  const added = requested.map(toCustom);
  for (const { Name } of added) {
    if (present.some((attribute) => attribute.Name === Name)) {
      throw invalidParameter(`${Name}: Existing attribute already has name ${Name}.`);
    }
  }
  const all = [...present, ...added];
  checkUnique(all);
  return all;
}

function toCustom(attribute: SchemaAttribute): SchemaAttribute {
  if (attribute.AttributeDataType === undefined) {
    throw invalidParameter(
      'Invalid AttributeDataType input, consider using the provided AttributeDataType enum.',
    );
  }
  if (attribute.Name.length > 20) {
    throw invalidParameter(
      `1 validation error detected: Value '${attribute.Name}' at 'customAttributes.1.member.name' failed to satisfy constraint: Member must have length less than or equal to 20`,
    );
  }
  if (attribute.Required === true) {
    throw invalidParameter('Required custom attributes are not supported currently.');
  }
  const prefix = attribute.DeveloperOnlyAttribute === true ? 'dev:' : 'custom:';
  return {
    ...attribute,
    Name: prefix + attribute.Name,
    DeveloperOnlyAttribute: attribute.DeveloperOnlyAttribute ?? false,
    Mutable: attribute.Mutable ?? true,
    Required: false,
    ...constraints(attribute),
  };
}

function constraints(attribute: SchemaAttribute): Partial<SchemaAttribute> {
  const { AttributeDataType, StringAttributeConstraints, NumberAttributeConstraints } = attribute;
  if (AttributeDataType === 'String') {
    checkRange(
      StringAttributeConstraints?.MinLength,
      StringAttributeConstraints?.MaxLength,
      /^[0-9]+$/,
    );
    return { StringAttributeConstraints: StringAttributeConstraints ?? {} };
  }
  if (AttributeDataType === 'Number') {
    checkRange(
      NumberAttributeConstraints?.MinValue,
      NumberAttributeConstraints?.MaxValue,
      /^-?[0-9]+$/,
    );
    return { NumberAttributeConstraints: NumberAttributeConstraints ?? {} };
  }
  return {};
}

function checkRange(minimum: string | undefined, maximum: string | undefined, form: RegExp): void {
  for (const limit of [minimum, maximum]) {
    if (limit !== undefined && !form.test(limit)) {
      throw invalidParameter(`Invalid attribute constraint: ${limit}`);
    }
  }
  if (minimum !== undefined && maximum !== undefined && Number(minimum) > Number(maximum)) {
    throw invalidParameter('The minimum of an attribute constraint is above its maximum.');
  }
}

function checkUnique(attributes: readonly SchemaAttribute[]): void {
  const names = attributes.map(({ Name }) => Name);
  const doubled = names.find((name, index) => names.indexOf(name) !== index);
  if (doubled !== undefined) {
    throw invalidParameter(`${doubled}: Existing attribute already has name ${doubled}.`);
  }
  const custom = names.filter((name) => name.includes(':'));
  if (custom.length > maximumCustomAttributes) {
    throw invalidParameter(`A user pool has at most ${maximumCustomAttributes} custom attributes.`);
  }
}
