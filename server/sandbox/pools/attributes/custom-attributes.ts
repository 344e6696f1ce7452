import { invalidParameter } from '../../wire/errors.ts';
import { type SchemaAttribute, standardAttributes } from './schema.ts';

const maximumCustomAttributes = 50;

/** Standard attributes by name. */
const standardByName = new Map(standardAttributes.map((attribute) => [attribute.Name, attribute]));

/**
 * Returns the schema of a new pool as it is stored: standard attributes under their names, all others as `custom:`
 * or, for developer-only ones, `dev:custom:`. Source: DescribeUserPool example of the API reference.
 * @throws AwsError InvalidParameterException for a doubled or unusable attribute
 */
export function toStoredSchema(requested: readonly SchemaAttribute[]): SchemaAttribute[] {
  const stored = requested.map((attribute) => {
    const standard = standardByName.get(attribute.Name);
    return standard === undefined ? toCustom(attribute) : toStandard(standard, attribute);
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

/**
 * Returns a standard attribute with what a new pool may change of it: whether it is required or mutable, and its
 * length within that of the standard.
 */
function toStandard(standard: SchemaAttribute, change: SchemaAttribute): SchemaAttribute {
  const { Name, AttributeDataType: type } = standard;
  const isTypeKept = change.AttributeDataType === undefined || change.AttributeDataType === type;
  if (!isTypeKept || change.DeveloperOnlyAttribute === true) {
    throw invalidParameter(
      `You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute ${Name}`,
    );
  }
  const isSubChanged = Name === 'sub' && (change.Mutable === true || change.Required === false);
  if (isSubChanged) throw invalidParameter('The attribute sub is always required and immutable.');
  const whole = { ...standard, ...change };
  return { ...whole, ...constraints(whole, standard) };
}

function toCustom(attribute: SchemaAttribute): SchemaAttribute {
  if (attribute.AttributeDataType === undefined) {
    throw invalidParameter(
      'Invalid AttributeDataType input, consider using the provided AttributeDataType enum.',
    );
  }
  if (attribute.Required === true) {
    throw invalidParameter('Required custom attributes are not supported currently.');
  }
  const prefix = attribute.DeveloperOnlyAttribute === true ? 'dev:custom:' : 'custom:';
  return {
    ...attribute,
    Name: prefix + attribute.Name,
    DeveloperOnlyAttribute: attribute.DeveloperOnlyAttribute ?? false,
    Mutable: attribute.Mutable ?? true,
    Required: false,
    ...constraints(attribute),
  };
}

/**
 * Checks an attribute's constraints and returns them: those of its type, which may not go beyond the standard's.
 * @throws AwsError InvalidParameterException
 */
function constraints(
  attribute: SchemaAttribute,
  standard?: SchemaAttribute,
): Partial<SchemaAttribute> {
  if (attribute.AttributeDataType === 'String') {
    const limits = standard?.StringAttributeConstraints;
    const texts = { ...limits, ...attribute.StringAttributeConstraints };
    checkRange([texts.MinLength, texts.MaxLength], /^[0-9]+$/);
    checkWithin([texts.MinLength, texts.MaxLength], [limits?.MinLength, limits?.MaxLength]);
    return { StringAttributeConstraints: texts };
  }
  if (attribute.AttributeDataType === 'Number') {
    const limits = standard?.NumberAttributeConstraints;
    const numbers = { ...limits, ...attribute.NumberAttributeConstraints };
    checkRange([numbers.MinValue, numbers.MaxValue], /^-?[0-9]+$/);
    checkWithin([numbers.MinValue, numbers.MaxValue], [limits?.MinValue, limits?.MaxValue]);
    return { NumberAttributeConstraints: numbers };
  }
  return {};
}

/** The least and the most, each absent where there is no limit. */
type Range = readonly [minimum: string | undefined, maximum: string | undefined];

function checkRange(range: Range, form: RegExp): void {
  for (const limit of range) {
    if (limit !== undefined && !form.test(limit)) {
      throw invalidParameter(`Invalid attribute constraint: ${limit}`);
    }
  }
  const [minimum, maximum] = range;
  if (minimum !== undefined && maximum !== undefined && Number(minimum) > Number(maximum)) {
    throw invalidParameter('The minimum of an attribute constraint is above its maximum.');
  }
}

function checkWithin([minimum, maximum]: Range, [least, most]: Range): void {
  const isBelow = least !== undefined && Number(minimum ?? least) < Number(least);
  const isAbove = most !== undefined && Number(maximum ?? most) > Number(most);
  if (isBelow || isAbove) {
    throw invalidParameter('A constraint goes beyond what the standard attribute allows.');
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
