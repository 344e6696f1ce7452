import type { ClientSettings } from '../../clients/settings.ts';

const secondsIn = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

/** How long a client's tokens live, in seconds. */
export interface TokenLifetimes {
  access: number;
  id: number;
  refresh: number;
}

/**
 * Reads a client's token lifetimes. Access and ID tokens count in hours and refresh tokens in days where the
 * client names no unit; unset, they live one hour and 30 days. A refresh validity of 0 means the default too.
 * Source: CreateUserPoolClient.
 */
export function tokenLifetimes(settings: ClientSettings): TokenLifetimes {
  const units = settings.TokenValidityUnits ?? {};
  return {
    access: (settings.AccessTokenValidity ?? 0) * secondsIn[units.AccessToken ?? 'hours'] || 3600,
    id: (settings.IdTokenValidity ?? 0) * secondsIn[units.IdToken ?? 'hours'] || 3600,
    refresh:
      (settings.RefreshTokenValidity ?? 0) * secondsIn[units.RefreshToken ?? 'days'] ||
      30 * secondsIn.days,
  };
}
