import type { SandboxContext } from '../../context.ts';
import { findUser } from '../../users/find.ts';
import { getCredentials } from '../../users/passwords/credentials.ts';
import { withDevice } from '../attempt.ts';
import type { Caller } from '../client/caller.ts';
import { checkSecretHash } from '../client/client-secret.ts';
import { refuseLockedOut } from '../password/password-attempts.ts';
import { acceptPassword, refusePassword } from '../password/password-factor.ts';
import {
  incorrectCredentials,
  invalidSession,
  passwordResetRequired,
  refuseUnconfirmed,
} from '../refusals.ts';
import { type Answers, required } from '../required.ts';
import type { StepResult } from '../result.ts';
import { isProofRight, openSecretBlock, spendSecretBlock } from '../session/secret-block.ts';
import { openSession } from '../session/session.ts';

/**
 * PASSWORD_VERIFIER: the proof that the client knows the password. Older clients leave the Session out; the secret
 * block alone then says which exchange is meant.
 * @throws AwsError
 */
export function answerPasswordVerifier(
  context: SandboxContext,
  caller: Caller,
  answers: Answers,
  sealedSession: string | undefined,
): StepResult {
  const name = required(answers, 'USERNAME');
  const block = openSecretBlock(context, caller, 'PASSWORD_VERIFIER', answers);
  if (sealedSession !== undefined) {
    const session = openSession(context, caller.client, ['PASSWORD_VERIFIER'], sealedSession);
    if (session.memo.exchange !== block.id) throw invalidSession();
  }
  const user = findUser(context, caller.pool, name);
  checkSecretHash(caller.client, answers.SECRET_HASH, [name, block.username]);
  if (user === undefined || user.key !== block.attempt.userKey) {
    spendSecretBlock(context, block);
    throw incorrectCredentials();
  }
  refuseUnconfirmed(user);
  refuseLockedOut(context, user.key);
  if (user.status === 'RESET_REQUIRED') throw passwordResetRequired();
  const attempt = withDevice(caller, block.attempt, answers.DEVICE_KEY);
  const stored = getCredentials(context, caller.pool, user);
  if (stored === undefined || !isProofRight(context, block, stored, answers)) {
    spendSecretBlock(context, block);
    throw refusePassword(context, caller, attempt);
  }
  return acceptPassword(context, caller, user, attempt, () => spendSecretBlock(context, block));
}
