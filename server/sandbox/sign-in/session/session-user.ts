import type { SandboxContext } from '../../context.ts';
import { findUser } from '../../users/find.ts';
import { findByKey } from '../../users/store.ts';
import type { User } from '../../users/user.ts';
import { notAuthorized } from '../../wire/errors.ts';
import type { Caller } from '../client/caller.ts';
import { checkSecretHash } from '../client/client-secret.ts';
import { invalidSession } from '../refusals.ts';
import { type Answers, required } from '../required.ts';
import type { ChallengeSession } from './session.ts';

/**
 * Returns the user a session belongs to, once the answer's USERNAME and SECRET_HASH are found to be that user's.
 * @throws AwsError InvalidParameterException without a USERNAME; NotAuthorizedException for another user's session, a
 * wrong hash, or a user who was disabled meanwhile
 */
export function sessionUser(
  context: SandboxContext,
  caller: Caller,
  session: ChallengeSession,
  answers: Answers,
): User {
  const name = required(answers, 'USERNAME');
  const user = findByKey(context, session.attempt.userKey);
  if (user === undefined || findUser(context, caller.pool, name)?.key !== user.key) {
    throw invalidSession();
  }
  checkSecretHash(caller.client, answers.SECRET_HASH, [name, user.username]);
  if (!user.isEnabled) throw notAuthorized('User is disabled.');
  return user;
}
