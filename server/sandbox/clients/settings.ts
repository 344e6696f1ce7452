import { type Static, Type } from '@sinclair/typebox';
import { oneOf } from '../wire/shapes.ts';

const url = Type.String();
const TimeUnit = Type.Optional(oneOf('seconds', 'minutes', 'hours', 'days'));
const attributeNames = Type.Array(Type.String());

/** An app client's name. */
export const ClientName = Type.String();

/** An app client's settings in the form CreateUserPoolClient takes them. */
export const ClientSettings = Type.Object({
  RefreshTokenValidity: Type.Optional(Type.Integer()),
  AccessTokenValidity: Type.Optional(Type.Integer()),
  IdTokenValidity: Type.Optional(Type.Integer()),
  TokenValidityUnits: Type.Optional(
    Type.Object({ AccessToken: TimeUnit, IdToken: TimeUnit, RefreshToken: TimeUnit }),
  ),
  ReadAttributes: Type.Optional(attributeNames),
  WriteAttributes: Type.Optional(attributeNames),
  ExplicitAuthFlows: Type.Optional(
    Type.Array(
      oneOf(
        'ADMIN_NO_SRP_AUTH',
        'CUSTOM_AUTH_FLOW_ONLY',
        'USER_PASSWORD_AUTH',
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
        'ALLOW_CUSTOM_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
        'ALLOW_USER_AUTH',
      ),
    ),
  ),
  SupportedIdentityProviders: Type.Optional(Type.Array(Type.String())),
  CallbackURLs: Type.Optional(Type.Array(url)),
  LogoutURLs: Type.Optional(Type.Array(url)),
  DefaultRedirectURI: Type.Optional(url),
  AllowedOAuthFlows: Type.Optional(Type.Array(oneOf('code', 'implicit', 'client_credentials'))),
  AllowedOAuthScopes: Type.Optional(Type.Array(Type.String())),
  AllowedOAuthFlowsUserPoolClient: Type.Optional(Type.Boolean()),
  AnalyticsConfiguration: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  PreventUserExistenceErrors: Type.Optional(oneOf('LEGACY', 'ENABLED')),
  EnableTokenRevocation: Type.Optional(Type.Boolean()),
  EnablePropagateAdditionalUserContextData: Type.Optional(Type.Boolean()),
  /** Minutes a challenge session lives. */
  AuthSessionValidity: Type.Optional(Type.Integer()),
  RefreshTokenRotation: Type.Optional(
    Type.Object({
      Feature: oneOf('ENABLED', 'DISABLED'),
      RetryGracePeriodSeconds: Type.Optional(Type.Integer()),
    }),
  ),
});
export type ClientSettings = Static<typeof ClientSettings>;
