import type { SandboxContext } from '../../context.ts';
import { findBySignInName } from '../../users/find.ts';
import type { User } from '../../users/user.ts';
import { type AwsError, userNotFound } from '../../wire/errors.ts';
import { recordAttempt, withAnswer } from '../attempt.ts';
import { type Caller, hidesUserExistence } from '../client/caller.ts';
import { checkSecretHash } from '../client/client-secret.ts';
import { afterFirstFactor } from '../progress.ts';
import { incorrectCredentials } from '../refusals.ts';
import { type Answers, required } from '../required.ts';
import type { StepResult } from '../result.ts';
import type { SignInAttempt } from '../session/session.ts';
import { recordRightPassword, recordWrongPassword } from './password-attempts.ts';

/**
 * Finds who wants to sign in, and checks the request's SECRET_HASH.
 * @returns undefined for a name that belongs to nobody, when the client hides who exists
 * @throws AwsError UserNotFoundException when the client does not, NotAuthorizedException for a wrong hash
 */
export function findSigner(
  context: SandboxContext,
  caller: Caller,
  answers: Answers,
): User | undefined {
  const name = required(answers, 'USERNAME');
  const user = findBySignInName(context, caller.pool, name);
  const names = user === undefined ? [name] : [name, user.username];
  checkSecretHash(caller.client, answers.SECRET_HASH, names);
  if (user === undefined && !hidesUserExistence(caller.client)) throw userNotFound();
  return user;
}

/**
 * Records a wrong password.
 * @returns the error that refuses it, which the caller throws after its writes are kept
 */
export function refusePassword(
  context: SandboxContext,
  caller: Caller,
  attempt: SignInAttempt,
): AwsError {
  const failed = withAnswer(attempt, { name: 'Password', isSuccess: false });
  context.database.transaction(() => {
    recordWrongPassword(context, attempt.userKey);
    recordAttempt(context, caller, failed, 'Fail');
  });
  return incorrectCredentials();
}

/** Goes on after a right password, in one transaction with whatever `alsoWrite` keeps. */
export function acceptPassword(
  context: SandboxContext,
  caller: Caller,
  user: User,
  attempt: SignInAttempt,
  alsoWrite: () => void = () => {},
): StepResult {
  const passed = withAnswer(attempt, { name: 'Password', isSuccess: true });
  return context.database.transaction(() => {
    alsoWrite();
    recordRightPassword(context, user.key);
    return afterFirstFactor(context, caller, user, passed);
  });
}
