import type { ModelShape } from '../server/sandbox/wire/model/shapes.ts';

/**
 * What the published model lacks or has wrong.
 *
 * - Operations and members that are newer than the model, from the type documentation of the AWS SDK for JavaScript
 *   3.1169.0. A test compares the table with the SDK, so what is still missing after an update shows.
 * - The pattern of passwords as the service words it in its answers; the published one would refuse the white space
 *   inside a password that the developer guide allows ("Adding user pool password requirements").
 * - The pattern of domains, which as published would refuse the dots of every custom domain.
 * - Values that are secret though the model does not say so: one-time codes, and the client secrets in the details of
 *   identity providers.
 */
export const addedInputs: Readonly<Record<string, string>> = {
  ListUserSessions: 'ListUserSessionsRequest',
  RevokeUserSession: 'RevokeUserSessionRequest',
  AdminListUserSessions: 'AdminListUserSessionsRequest',
  AdminRevokeUserSession: 'AdminRevokeUserSessionRequest',
  GetUserPoolSessionConfiguration: 'GetUserPoolSessionConfigurationRequest',
  SetUserPoolSessionConfiguration: 'SetUserPoolSessionConfigurationRequest',
};

const pool = {
  DcrConfiguration: 'DcrConfigurationType',
  AcrConfiguration: 'AcrConfigurationType',
};

/** Members of shapes that the published model has. */
export const addedMembers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CreateUserPoolRequest: pool,
  UpdateUserPoolRequest: pool,
  ListUserPoolClientsRequest: { ClientType: 'ClientTypeType' },
  CreateIdentityProviderRequest: { AcrMapping: 'AcrMappingType' },
  UpdateIdentityProviderRequest: { AcrMapping: 'AcrMappingType' },
  RevokeTokenRequest: { RevokeAssociatedSessions: 'RevokeAssociatedSessionsType' },
};

const session = {
  SessionId: 'UserSessionIdType',
  RevokeAssociatedSessions: 'RevokeAssociatedSessionsType',
};
const user = { UserPoolId: 'UserPoolIdType', Username: 'UsernameType' };

/** Shapes that the published model lacks, or that replace its own. */
export const addedShapes: Readonly<Record<string, ModelShape>> = {
  ListUserSessionsRequest: {
    type: 'structure',
    required: ['AccessToken'],
    members: { AccessToken: 'TokenModelType', NextToken: 'PaginationKey' },
  },
  RevokeUserSessionRequest: {
    type: 'structure',
    required: ['AccessToken', 'SessionId'],
    members: { AccessToken: 'TokenModelType', ...session },
  },
  AdminListUserSessionsRequest: {
    type: 'structure',
    required: ['UserPoolId', 'Username'],
    members: { ...user, NextToken: 'PaginationKey' },
  },
  AdminRevokeUserSessionRequest: {
    type: 'structure',
    required: ['UserPoolId', 'Username', 'SessionId'],
    members: { ...user, ...session },
  },
  GetUserPoolSessionConfigurationRequest: {
    type: 'structure',
    required: ['UserPoolId'],
    members: { UserPoolId: 'UserPoolIdType' },
  },
  SetUserPoolSessionConfigurationRequest: {
    type: 'structure',
    required: ['UserPoolId', 'UserSessionTracking', 'TokenSession'],
    members: {
      UserPoolId: 'UserPoolIdType',
      UserSessionTracking: 'FeatureType',
      TokenSession: 'UserPoolTokenSessionConfigType',
    },
  },
  UserPoolTokenSessionConfigType: {
    type: 'structure',
    required: ['MaxPerUser'],
    members: { MaxPerUser: 'MaxTokenSessionsType' },
  },
  MaxTokenSessionsType: { type: 'integer', min: 1, max: 100 },
  UserSessionIdType: { type: 'string', min: 28, max: 28, pattern: '(tkn|sso)[a-z0-9]+' },
  RevokeAssociatedSessionsType: { type: 'string', enum: ['NONE', 'LINKED'] },
  ClientTypeType: { type: 'string', enum: ['REGULAR', 'DCR'] },
  DcrConfigurationType: {
    type: 'structure',
    members: {
      EnableStatus: 'StatusType',
      OpenDcrEnabled: 'BooleanType',
      AuthenticatedGrantTypes: 'OAuthFlowsType',
      OpenDcrGrantTypes: 'OAuthFlowsType',
      AllowedScopes: 'ScopeListType',
    },
  },
  StatusType: { type: 'string', enum: ['Enabled', 'Disabled'] },
  AcrConfigurationType: { type: 'map', key: 'AcrLevelType', value: 'AcrLevelConfigType' },
  AcrLevelType: { type: 'string', enum: ['Level1', 'Level2', 'Level3', 'Level4'] },
  AcrLevelConfigType: {
    type: 'structure',
    required: ['AcrValue'],
    members: { AcrValue: 'AcrValueType' },
  },
  AcrValueType: { type: 'string', min: 1, max: 64, pattern: '[\\x21\\x23-\\x5B\\x5D-\\x7E]+' },
  AcrMappingType: { type: 'map', key: 'AcrLevelType', value: 'AcrValueType' },
  PasswordType: { type: 'string', max: 256, pattern: '^[\\S]+.*[\\S]+$', sensitive: true },
  DomainType: {
    type: 'string',
    min: 1,
    max: 63,
    pattern: '^[a-z0-9](?:[a-z0-9\\-.]{0,61}[a-z0-9])?$',
  },
  ConfirmationCodeType: {
    type: 'string',
    min: 1,
    max: 2048,
    pattern: '[\\S]+',
    sensitive: true,
  },
  ProviderDetailsType: { type: 'map', key: 'StringType', value: 'StringType', sensitive: true },
};
