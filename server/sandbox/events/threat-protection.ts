import type { UserPool } from '../pools/pool.ts';
import { AwsError } from '../wire/errors.ts';

/**
 * Refuses event operations of a pool without threat protection.
 * @throws AwsError UserPoolAddOnNotEnabledException
 */
export function requireThreatProtection(pool: UserPool): void {
  const mode = pool.settings.UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF';
  if (mode === 'OFF') {
    throw new AwsError(
      'UserPoolAddOnNotEnabledException',
      'Advanced security features are not enabled for this user pool.',
    );
  }
}
