import { invalidParameter } from '../wire/errors.ts';
import type { ClientSettings } from './settings.ts';

const seconds = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };
const fiveMinutes = 5 * 60;
const tenYears = 3650 * 86_400;

/**
 * Checks how long a client's tokens live: access and ID tokens 5 minutes to a day, refresh tokens an hour to ten
 * years and longer than the others. Source: API reference, CreateUserPoolClient.
 * @throws AwsError InvalidParameterException
 */
export function checkTokenValidity(settings: ClientSettings): void {
  const units = settings.TokenValidityUnits ?? {};
  const access = inSeconds(settings.AccessTokenValidity, units.AccessToken ?? 'hours', 3600);
  const id = inSeconds(settings.IdTokenValidity, units.IdToken ?? 'hours', 3600);
  const refresh = inSeconds(
    settings.RefreshTokenValidity || undefined,
    units.RefreshToken ?? 'days',
    30 * seconds.days,
  );
  const isShortInRange = [access, id].every((life) => life >= fiveMinutes && life <= seconds.days);
  if (!isShortInRange || refresh < seconds.hours || refresh > tenYears) {
    throw invalidParameter('Invalid range for token validity.');
  }
  if (refresh < Math.max(access, id)) {
    throw invalidParameter(
      'Refresh Token Validity must be greater than Access and Id Token validity.',
    );
  }
}

function inSeconds(
  value: number | undefined,
  unit: keyof typeof seconds,
  fallback: number,
): number {
  return value === undefined ? fallback : value * seconds[unit];
}
