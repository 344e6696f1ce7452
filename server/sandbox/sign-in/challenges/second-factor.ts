import type { SandboxContext } from '../../context.ts';
import { toMfaFactor } from '../../mfa/factor.ts';
import { requestedFactors } from '../../mfa/settings.ts';
import { judgeSoftwareToken } from '../../mfa/software-token.ts';
import type { User } from '../../users/user.ts';
import { AwsError, invalidParameter } from '../../wire/errors.ts';
import { recordAttempt, withAnswer } from '../attempt.ts';
import type { Caller } from '../client/caller.ts';
import { askForFactor } from '../next-steps/second-factor.ts';
import {
  recordRightPassword,
  recordWrongPassword,
  refuseLockedOut,
} from '../password/password-attempts.ts';
import { afterFirstFactor } from '../progress.ts';
import { type Answers, required } from '../required.ts';
import type { StepResult } from '../result.ts';
import {
  type ChallengeSession,
  countFailure,
  openSession,
  spendSession,
} from '../session/session.ts';
import { sessionUser } from '../session/session-user.ts';
import { isSignInCodeRight } from '../session/sign-in-code.ts';
import { keepSetUpEmail } from './set-up-email.ts';

/**
 * Answers a challenge for a code that was sent: SMS_MFA, EMAIL_OTP or SMS_OTP, as a second factor or as the first.
 * Three wrong codes end the session; as a first factor they count like wrong passwords, since nothing else stands
 * before new ones.
 * @param member the member of ChallengeResponses that holds the code
 */
export function codeHandler(name: 'SMS_MFA' | 'EMAIL_OTP' | 'SMS_OTP', member: string) {
  return (
    context: SandboxContext,
    caller: Caller,
    answers: Answers,
    sealedSession: string | undefined,
  ): StepResult => {
    const session = openSession(context, caller.client, [name], sealedSession);
    const user = sessionUser(context, caller, session, answers);
    const code = required(answers, member);
    const isFirstFactor = session.memo.place === 'first';
    if (isFirstFactor) refuseLockedOut(context, user.key);
    if (!isSignInCodeRight(context, user.key, code, session.memo.code)) {
      if (isFirstFactor) recordWrongPassword(context, user.key);
      throw refuse(context, caller, session, mismatch());
    }
    return context.database.transaction(() => {
      if (isFirstFactor) recordRightPassword(context, user.key);
      const proved = keepSetUpEmail(context, caller, user, session);
      return passSecondFactor(context, caller, proved, session);
    });
  };
}

/** SOFTWARE_TOKEN_MFA: the code of the user's authenticator, each accepted once. */
export function answerSoftwareToken(
  context: SandboxContext,
  caller: Caller,
  answers: Answers,
  sealedSession: string | undefined,
): StepResult {
  const session = openSession(context, caller.client, ['SOFTWARE_TOKEN_MFA'], sealedSession);
  const user = sessionUser(context, caller, session, answers);
  const code = required(answers, 'SOFTWARE_TOKEN_MFA_CODE');
  const result = context.database.transaction(() => {
    const verdict = judgeSoftwareToken(context, user, code);
    return verdict === 'match' ? passSecondFactor(context, caller, user, session) : verdict;
  });
  if (result === 'mismatch') throw refuse(context, caller, session, mismatch());
  if (result === 'used') {
    throw new AwsError('ExpiredCodeException', 'Your software token has already been used once.');
  }
  return result;
}

/** SELECT_MFA_TYPE: the user chooses between several second factors. */
export function answerMfaSelection(
  context: SandboxContext,
  caller: Caller,
  answers: Answers,
  sealedSession: string | undefined,
): StepResult {
  const session = openSession(context, caller.client, ['SELECT_MFA_TYPE'], sealedSession);
  const user = sessionUser(context, caller, session, answers);
  const factor = toMfaFactor(required(answers, 'ANSWER'));
  const offered = requestedFactors(context, caller.pool, user);
  if (factor === undefined || !offered.includes(factor)) {
    throw invalidParameter(`ANSWER must be one of ${offered.join(', ')}.`);
  }
  return context.database.transaction(() => {
    spendSession(context, session);
    return askForFactor(context, caller, user, session.attempt, factor);
  });
}

/** Continues after a right second factor. Call it in the transaction that acts on the answer. */
export function passSecondFactor(
  context: SandboxContext,
  caller: Caller,
  user: User,
  session: ChallengeSession,
): StepResult {
  spendSession(context, session);
  const passed = withAnswer(session.attempt, { name: 'Mfa', isSuccess: true });
  return afterFirstFactor(context, caller, user, { ...passed, isSecondFactorDone: true });
}

function refuse(
  context: SandboxContext,
  caller: Caller,
  session: ChallengeSession,
  error: AwsError,
): AwsError {
  context.database.transaction(() => {
    countFailure(context, session);
    const failed = withAnswer(session.attempt, { name: 'Mfa', isSuccess: false });
    recordAttempt(context, caller, failed, 'Fail');
  });
  return error;
}

function mismatch(): AwsError {
  return new AwsError('CodeMismatchException', 'Invalid code or auth state for the user.');
}
