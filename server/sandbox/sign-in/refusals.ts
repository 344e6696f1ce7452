import type { User } from '../users/user.ts';
import { AwsError, notAuthorized } from '../wire/errors.ts';

/** NotAuthorizedException with the sentence that does not tell which part was wrong. */
export function incorrectCredentials(): AwsError {
  return notAuthorized('Incorrect username or password.');
}

/** The error for somebody whose password was taken away by a reset or never came along at an import. */
export function passwordResetRequired(): AwsError {
  return new AwsError('PasswordResetRequiredException', 'Password reset required for the user');
}

/**
 * Refuses a user who has not confirmed the sign-up, whatever the password: it is not looked at, so no attempt counts.
 * @throws AwsError UserNotConfirmedException
 */
export function refuseUnconfirmed({ status }: Pick<User, 'status'>): void {
  if (status !== 'UNCONFIRMED') return;
  throw new AwsError('UserNotConfirmedException', 'User is not confirmed.');
}

/** The error for a Session or SECRET_BLOCK that is not one of ours, or is somebody else's or another step's. */
export function invalidSession(): AwsError {
  return notAuthorized('Invalid session for the user.');
}

/** The error for a Session or SECRET_BLOCK that came too late. */
export function expiredSession(): AwsError {
  return notAuthorized('Invalid session for the user, session is expired.');
}

/** The error for a Session or SECRET_BLOCK that was answered already. */
export function spentSession(): AwsError {
  return notAuthorized('Invalid session for the user, session can only be used once.');
}
