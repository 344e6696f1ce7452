import type { Contact } from '../../codes/store.ts';
import type { UserPool } from '../../pools/pool.ts';
import { hasVerified, type User } from '../../users/user.ts';

/**
 * Returns the verified contact by which a user can get back in, in the order of the pool's AccountRecoverySetting;
 * a pool without one tries the phone number before the e-mail address. Source: CreateUserPool.
 * @returns `admin_only` when only an administrator can help, undefined when nothing fitting is verified
 */
export function recoveryContact(pool: UserPool, user: User): Contact | 'admin_only' | undefined {
  const mechanisms = pool.settings.AccountRecoverySetting?.RecoveryMechanisms ?? [
    { Priority: 1, Name: 'verified_phone_number' as const },
    { Priority: 2, Name: 'verified_email' as const },
  ];
  for (const { Name } of mechanisms.toSorted((a, b) => a.Priority - b.Priority)) {
    if (Name === 'admin_only') return Name;
    const contact = Name === 'verified_email' ? 'email' : 'phone_number';
    if (hasVerified(user, contact)) return contact;
  }
  return undefined;
}
