import { type Static, Type } from '@sinclair/typebox';
import { oneOf } from '../../wire/shapes.ts';

/** One attribute of a pool's schema, as the API describes it. */
export const SchemaAttribute = Type.Object({
  Name: Type.String(),
  AttributeDataType: Type.Optional(oneOf('String', 'Number', 'DateTime', 'Boolean')),
  DeveloperOnlyAttribute: Type.Optional(Type.Boolean()),
  Mutable: Type.Optional(Type.Boolean()),
  Required: Type.Optional(Type.Boolean()),
  StringAttributeConstraints: Type.Optional(
    Type.Object({
      MinLength: Type.Optional(Type.String()),
      MaxLength: Type.Optional(Type.String()),
    }),
  ),
  NumberAttributeConstraints: Type.Optional(
    Type.Object({
      MinValue: Type.Optional(Type.String()),
      MaxValue: Type.Optional(Type.String()),
    }),
  ),
});
export type SchemaAttribute = Static<typeof SchemaAttribute>;

function standard(
  name: string,
  minimum: number,
  maximum: number,
  isMutable = true,
): SchemaAttribute {
  return {
    Name: name,
    AttributeDataType: 'String',
    DeveloperOnlyAttribute: false,
    Mutable: isMutable,
    Required: name === 'sub',
    StringAttributeConstraints: { MinLength: `${minimum}`, MaxLength: `${maximum}` },
  };
}

function flag(name: string): SchemaAttribute {
  return {
    Name: name,
    AttributeDataType: 'Boolean',
    DeveloperOnlyAttribute: false,
    Mutable: true,
    Required: false,
  };
}

/**
 * The standard attributes of every pool, as DescribeUserPool of a fresh pool lists them.
 * Source: "Working with user attributes", standard attributes (OpenID Connect core claims).
 */
export const standardAttributes: readonly SchemaAttribute[] = [
  standard('profile', 0, 2048),
  standard('address', 0, 2048),
  standard('birthdate', 10, 10),
  standard('gender', 0, 2048),
  standard('preferred_username', 0, 2048),
  {
    Name: 'updated_at',
    AttributeDataType: 'Number',
    DeveloperOnlyAttribute: false,
    Mutable: true,
    Required: false,
    NumberAttributeConstraints: { MinValue: '0' },
  },
  standard('website', 0, 2048),
  standard('picture', 0, 2048),
  {
    Name: 'identities',
    AttributeDataType: 'String',
    DeveloperOnlyAttribute: false,
    Mutable: true,
    Required: false,
    StringAttributeConstraints: {},
  },
  standard('sub', 1, 2048, false),
  flag('phone_number_verified'),
  standard('zoneinfo', 0, 2048),
  standard('locale', 0, 2048),
  flag('email_verified'),
  standard('email', 0, 2048),
  standard('given_name', 0, 2048),
  standard('family_name', 0, 2048),
  standard('middle_name', 0, 2048),
  standard('name', 0, 2048),
  standard('nickname', 0, 2048),
  standard('phone_number', 0, 2048),
];
