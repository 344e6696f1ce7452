import { type Static, Type } from '@sinclair/typebox';
import { oneOf } from '../wire/shapes.ts';
import { toEpochSeconds } from '../wire/time.ts';

/** Kinds of identity providers. */
export const ProviderType = oneOf(
  'SAML',
  'Facebook',
  'Google',
  'LoginWithAmazon',
  'SignInWithApple',
  'OIDC',
);
export type ProviderType = Static<typeof ProviderType>;

/** What can be changed of an identity provider, as the API carries it. */
export const ProviderSettings = Type.Object({
  ProviderDetails: Type.Optional(Type.Record(Type.String(), Type.String())),
  AttributeMapping: Type.Optional(Type.Record(Type.String(), Type.String())),
  IdpIdentifiers: Type.Optional(Type.Array(Type.String())),
});
export type ProviderSettings = Static<typeof ProviderSettings>;

/** An identity provider that people can sign in with. */
export interface IdentityProvider {
  readonly name: string;
  readonly type: ProviderType;
  readonly settings: ProviderSettings;
  readonly created: Date;
  readonly modified: Date;
}

/** Returns a provider as ProviderDescription. */
export function toProviderDescription(provider: IdentityProvider): object {
  return {
    ProviderName: provider.name,
    ProviderType: provider.type,
    CreationDate: toEpochSeconds(provider.created),
    LastModifiedDate: toEpochSeconds(provider.modified),
  };
}

/** Returns a provider as IdentityProviderType. */
export function toIdentityProviderType(userPoolId: string, provider: IdentityProvider): object {
  return {
    UserPoolId: userPoolId,
    ...toProviderDescription(provider),
    ProviderDetails: {},
    AttributeMapping: {},
    IdpIdentifiers: [],
    ...provider.settings,
  };
}
