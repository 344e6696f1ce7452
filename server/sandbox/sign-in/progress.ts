import type { SandboxContext } from '../context.ts';
import type { User } from '../users/user.ts';
import { notAuthorized } from '../wire/errors.ts';
import { recordAttempt } from './attempt.ts';
import type { Caller } from './client/caller.ts';
import { askForDevice, askForDeviceInstead, checkDevice } from './next-steps/device.ts';
import { askForNewPassword } from './next-steps/new-password.ts';
import { askForSecondFactor } from './next-steps/second-factor.ts';
import { passwordResetRequired, refuseUnconfirmed } from './refusals.ts';
import type { StepResult } from './result.ts';
import type { SignInAttempt } from './session/session.ts';

/** One thing that may stand between a first factor and the tokens. Returns undefined when it does not apply. */
export type NextStep = (
  context: SandboxContext,
  caller: Caller,
  user: User,
  attempt: SignInAttempt,
) => StepResult | undefined;

/** What is asked for after the first factor, in this order. */
const nextSteps: readonly NextStep[] = [
  askForNewPassword,
  askForDeviceInstead,
  askForSecondFactor,
  askForDevice,
];

/**
 * Goes on after the first factor has been proved: refuses users who may not sign in, then asks for whatever is still
 * missing, and completes the sign-in when nothing is.
 * @throws AwsError NotAuthorizedException, UserNotConfirmedException or PasswordResetRequiredException
 */
export function afterFirstFactor(
  context: SandboxContext,
  caller: Caller,
  user: User,
  attempt: SignInAttempt,
): StepResult {
  requireActive(user);
  checkDevice(context, caller, attempt);
  for (const step of nextSteps) {
    const result = step(context, caller, user, attempt);
    if (result === undefined) continue;
    recordAttempt(context, caller, attempt, 'InProgress');
    return result;
  }
  recordAttempt(context, caller, attempt, 'Pass');
  return { kind: 'completed', attempt };
}

/**
 * Refuses users whose state forbids signing in.
 * @throws AwsError NotAuthorizedException, UserNotConfirmedException or PasswordResetRequiredException
 */
export function requireActive(user: User): void {
  if (!user.isEnabled) throw notAuthorized('User is disabled.');
  refuseUnconfirmed(user);
  switch (user.status) {
    case 'UNCONFIRMED':
    case 'CONFIRMED':
    case 'FORCE_CHANGE_PASSWORD':
    case 'EXTERNAL_PROVIDER':
      return;
    case 'RESET_REQUIRED':
      throw passwordResetRequired();
    case 'ARCHIVED':
    case 'COMPROMISED':
    case 'UNKNOWN':
      throw notAuthorized('User is not in a state that allows signing in.');
  }
}
