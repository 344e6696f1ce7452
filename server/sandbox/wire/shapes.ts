import { type TLiteral, type TUnion, Type } from '@sinclair/typebox';

/** Members that many operations share. Their limits are in the service model. */

export const UserPoolId = Type.String();
export const ClientId = Type.String();
export const Username = Type.String();
export const GroupName = Type.String();
/** SECRET_HASH of a request. */
export const SecretHash = Type.String();
export const Password = Type.String();
/** A code that was sent to somebody. */
export const ConfirmationCode = Type.String();
export const AccessToken = Type.String();
export const Session = Type.String();
/** Page size of ListUsers; 0 means the default, 60. */
export const PageLimit = Type.Integer();
/** Page size of groups and members: unlike that of ListUsers, never 0. */
export const GroupPageLimit = Type.Integer({ minimum: 1 });
export const PaginationToken = Type.String();
export const AttributeName = Type.String();
export const Attribute = Type.Object({
  Name: AttributeName,
  Value: Type.Optional(Type.String()),
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
