import type { SandboxContext } from '../../context.ts';
import { factorsOfPool } from '../../mfa/factor.ts';
import { requestedFactors } from '../../mfa/settings.ts';
import { isEmail } from '../../users/attributes/check.ts';
import { invalidParameter } from '../../wire/errors.ts';
import type { Caller } from '../client/caller.ts';
import { invalidSession } from '../refusals.ts';
import type { Answers } from '../required.ts';
import type { StepResult } from '../result.ts';
import { openSession, sealSession, spendSession } from '../session/session.ts';
import { sessionUser } from '../session/session-user.ts';
import { sendSignInCode } from '../session/sign-in-code.ts';
import { passSecondFactor } from './second-factor.ts';

/**
 * MFA_SETUP: continues once VerifySoftwareToken has answered its session, or sends a code to the e-mail address that
 * comes as EMAIL, to be answered as EMAIL_OTP. Source: the calls of Amplify's confirmSignIn.
 * @throws AwsError
 */
export function answerMfaSetup(
  context: SandboxContext,
  caller: Caller,
  answers: Answers,
  sealedSession: string | undefined,
): StepResult {
  const { EMAIL: address } = answers;
  if (address !== undefined) return setUpEmail(context, caller, answers, address, sealedSession);
  const session = openSession(context, caller.client, ['MFA_SETUP_VERIFIED'], sealedSession);
  const user = sessionUser(context, caller, session, answers);
  if (requestedFactors(context, caller.pool, user).length === 0) throw invalidSession();
  return context.database.transaction(() => passSecondFactor(context, caller, user, session));
}

function setUpEmail(
  context: SandboxContext,
  caller: Caller,
  answers: Answers,
  address: string,
  sealedSession: string | undefined,
): StepResult {
  const session = openSession(context, caller.client, ['MFA_SETUP'], sealedSession);
  const user = sessionUser(context, caller, session, answers);
  if (!factorsOfPool(caller.pool).includes('EMAIL_OTP')) {
    throw invalidParameter('User pool does not have EMAIL_OTP enabled.');
  }
  if (!isEmail(address)) throw invalidParameter('Invalid email address format.');
  return context.database.transaction(() => {
    spendSession(context, session);
    const { hash, parameters } = sendSignInCode(context, caller.pool, user, 'email', address);
    const memo = { code: hash, setupEmail: address };
    return {
      kind: 'challenge',
      name: 'EMAIL_OTP',
      session: sealSession(context, caller.client, 'EMAIL_OTP', session.attempt, memo),
      parameters: { ...parameters, USER_ID_FOR_SRP: user.username },
    };
  });
}
