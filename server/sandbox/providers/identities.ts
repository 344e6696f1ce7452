import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { Attributes } from '../users/user.ts';

/** One entry of a user's `identities` attribute, as it stands in the user profile and the ID token. */
const Identity = Type.Object({
  userId: Type.String(),
  providerName: Type.String(),
  providerType: Type.String(),
  issuer: Type.Union([Type.String(), Type.Null()]),
  primary: Type.Boolean(),
  dateCreated: Type.Number(),
});
export type Identity = Static<typeof Identity>;

/** Returns the entries of the `identities` attribute; none when it is missing. */
export function identitiesOf(attributes: Attributes): Identity[] {
  return Value.Parse(Type.Array(Identity), JSON.parse(attributes.identities ?? '[]'));
}

/** Returns the attributes with other `identities`; without the attribute when there are none. */
export function withIdentities(
  attributes: Attributes,
  identities: readonly Identity[],
): Attributes {
  const { identities: _, ...others } = attributes;
  return identities.length === 0 ? others : { ...others, identities: JSON.stringify(identities) };
}
