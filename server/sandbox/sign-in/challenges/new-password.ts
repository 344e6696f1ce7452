import type { SandboxContext } from '../../context.ts';
import { canClientWrite } from '../../tokens/client-attributes.ts';
import { setAttributes } from '../../users/attributes/set.ts';
import { setPassword } from '../../users/passwords/credentials.ts';
import { checkPassword } from '../../users/passwords/policy.ts';
import { findByKey, updateStatus } from '../../users/store.ts';
import { invalidParameter, notAuthorized } from '../../wire/errors.ts';
import type { Caller } from '../client/caller.ts';
import { attributePrefix, missingAttributes } from '../next-steps/new-password.ts';
import { afterFirstFactor } from '../progress.ts';
import { invalidSession } from '../refusals.ts';
import { type Answers, required } from '../required.ts';
import type { StepResult } from '../result.ts';
import { openSession, spendSession } from '../session/session.ts';
import { sessionUser } from '../session/session-user.ts';

/**
 * NEW_PASSWORD_REQUIRED: sets the password, and with it the missing attributes. The session stays good after a
 * refused password, so that the person can choose another one.
 * @throws AwsError
 */
export function answerNewPassword(
  context: SandboxContext,
  caller: Caller,
  answers: Answers,
  sealedSession: string | undefined,
): StepResult {
  const session = openSession(context, caller.client, ['NEW_PASSWORD_REQUIRED'], sealedSession);
  const user = sessionUser(context, caller, session, answers);
  const password = required(answers, 'NEW_PASSWORD');
  if (user.status !== 'FORCE_CHANGE_PASSWORD') throw invalidSession();
  checkPassword(caller.pool, password);
  const changes = givenAttributes(caller, answers);
  const missing = missingAttributes(caller.pool, user).find((name) => !changes[name]);
  if (missing !== undefined)
    throw invalidParameter(`Invalid attributes given, ${missing} is missing`);
  return context.database.transaction(() => {
    spendSession(context, session);
    if (Object.keys(changes).length > 0) setAttributes(context, caller.pool, user, changes);
    setPassword(context, caller.pool, user, password);
    updateStatus(context, user, 'CONFIRMED');
    const confirmed = findByKey(context, user.key);
    if (confirmed === undefined) throw invalidSession();
    return afterFirstFactor(context, caller, confirmed, session.attempt);
  });
}

function givenAttributes(caller: Caller, answers: Answers): Record<string, string> {
  const changes: Record<string, string> = {};
  for (const [key, value] of Object.entries(answers)) {
    if (!key.startsWith(attributePrefix)) continue;
    const name = key.slice(attributePrefix.length);
    const isVerifiedFlag = name === 'email_verified' || name === 'phone_number_verified';
    if (isVerifiedFlag || !canClientWrite(caller.client, name)) {
      throw notAuthorized('A client attempted to write unauthorized attribute');
    }
    changes[name] = value;
  }
  return changes;
}
