import { recordEvent } from '../../events/record.ts';
import { hidesUserExistence } from '../../sign-in/client/caller.ts';
import type { User } from '../../users/user.ts';
import { invalidParameter, notAuthorized } from '../../wire/errors.ts';
import { defineOperation } from '../../wire/operation.ts';
import { findNamedUser, NamedUser } from '../named-user.ts';
import { simulatedDelivery } from '../simulated-delivery.ts';
import { recoveryContact } from './recovery-contact.ts';
import { sendRecoveryCode } from './send-recovery-code.ts';

/** ForgotPassword: sends a code with which a new password can be set. The present one goes on working. */
export const forgotPassword = defineOperation({
  name: 'ForgotPassword',
  category: 'UserAccountRecovery',
  access: 'public',
  input: NamedUser,
  run(context, input, info) {
    const { caller, user } = findNamedUser(context, input, info);
    const { pool, client } = caller;
    const isReachable = user?.isEnabled === true && recoveryContact(pool, user) !== undefined;
    if (user === undefined || (!isReachable && hidesUserExistence(client))) {
      return { CodeDeliveryDetails: simulatedDelivery(context, pool, input.Username) };
    }
    requireResettable(user);
    if (recoveryContact(pool, user) === 'admin_only') {
      throw notAuthorized('Contact administrator to reset password.');
    }
    return context.database.transaction(() => {
      recordEvent(context, user, 'ForgotPassword', 'InProgress', info);
      const details = sendRecoveryCode(context, pool, user);
      if (details === undefined) throw noVerifiedContact();
      return { CodeDeliveryDetails: details };
    });
  },
});

/**
 * Refuses users whose password cannot be reset by themselves as they stand.
 * @throws AwsError NotAuthorizedException or InvalidParameterException
 */
export function requireResettable(user: User): void {
  if (!user.isEnabled) throw notAuthorized('User is disabled.');
  if (user.status === 'UNCONFIRMED') throw noVerifiedContact();
  if (user.status !== 'CONFIRMED' && user.status !== 'RESET_REQUIRED') {
    throw notAuthorized('User password cannot be reset in the current state.');
  }
}

function noVerifiedContact() {
  return invalidParameter(
    'Cannot reset password for the user as there is no registered/verified email or phone_number',
  );
}
