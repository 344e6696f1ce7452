import { type Static, Type } from '@sinclair/typebox';
import { oneOf } from '../wire/shapes.ts';

const url = Type.String({ minLength: 1, maxLength: 1024 });
const TimeUnit = Type.Optional(oneOf('seconds', 'minutes', 'hours', 'days'));
const attributeNames = Type.Array(Type.String({ minLength: 1, maxLength: 2048 }));

/** An app client's name. */
export const ClientName = Type.String({
  minLength: 1,
  maxLength: 128,
  pattern: '^[\\w\\s+=,.@-]+$',
});

/** An app client's settings in the form CreateUserPoolClient takes them. */
export const ClientSettings = Type.Object({
  RefreshTokenValidity: Type.Optional(Type.Integer({ minimum: 0, maximum: 315_360_000 })),
  AccessTokenValidity: Type.Optional(Type.Integer({ minimum: 1, maximum: 86_400 })),
  IdTokenValidity: Type.Optional(Type.Integer({ minimum: 1, maximum: 86_400 })),
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
  SupportedIdentityProviders: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 32 })),
  ),
  CallbackURLs: Type.Optional(Type.Array(url, { maxItems: 100 })),
  LogoutURLs: Type.Optional(Type.Array(url, { maxItems: 100 })),
  DefaultRedirectURI: Type.Optional(url),
  AllowedOAuthFlows: Type.Optional(Type.Array(oneOf('code', 'implicit', 'client_credentials'))),
  AllowedOAuthScopes: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 256 }))),
  AllowedOAuthFlowsUserPoolClient: Type.Optional(Type.Boolean()),
  AnalyticsConfiguration: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  PreventUserExistenceErrors: Type.Optional(oneOf('LEGACY', 'ENABLED')),
  EnableTokenRevocation: Type.Optional(Type.Boolean()),
  EnablePropagateAdditionalUserContextData: Type.Optional(Type.Boolean()),
  /** Minutes a challenge session lives. */
  AuthSessionValidity: Type.Optional(Type.Integer({ minimum: 3, maximum: 15 })),
  RefreshTokenRotation: Type.Optional(
    Type.Object({
      Feature: oneOf('ENABLED', 'DISABLED'),
      RetryGracePeriodSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 60 })),
    }),
  ),
});
export type ClientSettings = Static<typeof ClientSettings>;
