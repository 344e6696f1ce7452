import type { ClientSettings } from './settings.ts';

/**
 * Fills in what CreateUserPoolClient and UpdateUserPoolClient set when a request leaves it out.
 * Source: API reference, CreateUserPoolClient.
 */
export function withClientDefaults(settings: ClientSettings): ClientSettings {
  return {
    ...settings,
    RefreshTokenValidity: settings.RefreshTokenValidity || 30,
    TokenValidityUnits: settings.TokenValidityUnits ?? {},
    ExplicitAuthFlows: settings.ExplicitAuthFlows ?? [
      'ALLOW_REFRESH_TOKEN_AUTH',
      'ALLOW_USER_SRP_AUTH',
      'ALLOW_CUSTOM_AUTH',
    ],
    AllowedOAuthFlowsUserPoolClient: settings.AllowedOAuthFlowsUserPoolClient ?? false,
    PreventUserExistenceErrors: settings.PreventUserExistenceErrors ?? 'LEGACY',
    EnableTokenRevocation: settings.EnableTokenRevocation ?? true,
    EnablePropagateAdditionalUserContextData:
      settings.EnablePropagateAdditionalUserContextData ?? false,
    AuthSessionValidity: settings.AuthSessionValidity ?? 3,
  };
}
