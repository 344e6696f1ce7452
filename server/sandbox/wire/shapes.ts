import { type TLiteral, type TUnion, Type } from '@sinclair/typebox';

/** Members that many operations share, with the limits of the API reference. */

export const UserPoolId = Type.String({
  minLength: 1,
  maxLength: 55,
  pattern: '^[\\w-]+_[0-9a-zA-Z]+$',
});
export const ClientId = Type.String({ minLength: 1, maxLength: 128, pattern: '^[\\w+]+$' });
export const Username = Type.String({ minLength: 1, maxLength: 128 });
export const GroupName = Type.String({ minLength: 1, maxLength: 128 });
/** SECRET_HASH of a request. */
export const SecretHash = Type.String({ minLength: 1, maxLength: 128 });
export const Password = Type.String({ maxLength: 256 });
/** A code that was sent to somebody. */
export const ConfirmationCode = Type.String({
  minLength: 1,
  maxLength: 2048,
  pattern: '^\\S+$',
});
export const AccessToken = Type.String({ pattern: '^[A-Za-z0-9\\-_=.]+$' });
export const Session = Type.String({ minLength: 20, maxLength: 2048 });
/** Page size of ListUsers; 0 means the default, 60. */
export const PageLimit = Type.Integer({ minimum: 0, maximum: 60 });
/** Page size of groups and members: unlike that of ListUsers, never 0. */
export const GroupPageLimit = Type.Integer({ minimum: 1, maximum: 60 });
export const PaginationToken = Type.String({ minLength: 1, maxLength: 131_072 });
export const AttributeName = Type.String({ minLength: 1, maxLength: 32 });
export const Attribute = Type.Object({
  Name: AttributeName,
  Value: Type.Optional(Type.String({ maxLength: 2048 })),
});
export const AttributeList = Type.Array(Attribute);
export const AttributeNameList = Type.Array(AttributeName);
export const ClientMetadata = Type.Record(Type.String(), Type.String());
export const DeliveryMediums = Type.Array(oneOf('SMS', 'EMAIL'));

/** A member that must be one of the given words. */
export function oneOf<const Words extends readonly string[]>(
  ...words: Words
): TUnion<TLiteral<Words[number]>[]> {
  const literals: TLiteral<Words[number]>[] = words.map((word: Words[number]) =>
    Type.Literal(word),
  );
  return Type.Union(literals);
}
