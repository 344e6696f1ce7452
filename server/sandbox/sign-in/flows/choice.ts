import type { SandboxContext } from '../../context.ts';
import type { User } from '../../users/user.ts';
import { beginAttempt } from '../attempt.ts';
import type { Caller } from '../client/caller.ts';
import { firstFactorsOf } from '../first-factors.ts';
import { refuseLockedOut } from '../password/password-attempts.ts';
import { findSigner } from '../password/password-factor.ts';
import { afterFirstFactor } from '../progress.ts';
import { incorrectCredentials, invalidSession } from '../refusals.ts';
import { type Answers, required } from '../required.ts';
import type { ChallengeName, StepResult } from '../result.ts';
import { openSession, sealSession, spendSession } from '../session/session.ts';
import { sendSignInCode } from '../session/sign-in-code.ts';
import { signInWithPassword } from './password.ts';
import { askForProof } from './srp.ts';

/** The step of the session with which somebody may sign in right after confirming a sign-up. */
export const confirmedStep = 'CONFIRMED_SIGN_UP';

/**
 * USER_AUTH: offers the first factors that the user has, or goes straight to the preferred one. A session from
 * ConfirmSignUp signs in at once. Source: AWS, "Choice-based authentication".
 * @throws AwsError
 */
export function signInByChoice(
  context: SandboxContext,
  caller: Caller,
  answers: Answers,
  sealedSession: string | undefined,
): StepResult | Promise<StepResult> {
  const user = findSigner(context, caller, answers);
  if (sealedSession !== undefined)
    return signInAfterConfirming(context, caller, user, sealedSession);
  const available = availableChallenges(context, caller, user);
  const preferred = answers.PREFERRED_CHALLENGE;
  const chosen = available.find((name) => name === preferred);
  if (chosen !== undefined) return startFactor(context, caller, user, chosen, answers);
  const attempt = beginAttempt(context, caller, user?.key ?? 0, answers.DEVICE_KEY);
  const name = required(answers, 'USERNAME');
  return {
    kind: 'challenge',
    name: 'SELECT_CHALLENGE',
    session: sealSession(context, caller.client, 'SELECT_CHALLENGE', attempt, { name }),
    parameters: { USERNAME: name },
    available,
  };
}

/** Returns the challenges that somebody can choose from; a name that belongs to nobody gets the passwords. */
export function availableChallenges(
  context: SandboxContext,
  caller: Caller,
  user: User | undefined,
): ChallengeName[] {
  const factors =
    user === undefined ? ['PASSWORD' as const] : firstFactorsOf(context, caller.pool, user);
  const known = factors.length === 0 ? ['PASSWORD' as const] : factors;
  return known.flatMap((factor): ChallengeName[] =>
    factor === 'PASSWORD' ? ['PASSWORD', 'PASSWORD_SRP'] : [factor],
  );
}

/** Starts the chosen first factor, with whatever of it came along: a password, an SRP_A. */
export function startFactor(
  context: SandboxContext,
  caller: Caller,
  user: User | undefined,
  chosen: ChallengeName,
  answers: Answers,
): StepResult | Promise<StepResult> {
  if (chosen === 'PASSWORD') return signInWithPassword(context, caller, answers);
  if (chosen === 'PASSWORD_SRP') return askForProof(context, caller, user, answers);
  if (user === undefined || (chosen !== 'EMAIL_OTP' && chosen !== 'SMS_OTP')) {
    throw incorrectCredentials();
  }
  const contact = chosen === 'EMAIL_OTP' ? 'email' : 'phone_number';
  refuseLockedOut(context, user.key);
  const attempt = beginAttempt(context, caller, user.key, answers.DEVICE_KEY);
  const { hash, parameters } = sendSignInCode(context, caller.pool, user, contact);
  return {
    kind: 'challenge',
    name: chosen,
    session: sealSession(context, caller.client, chosen, attempt, {
      code: hash,
      place: 'first',
    }),
    parameters: { ...parameters, USERNAME: user.username },
  };
}

function signInAfterConfirming(
  context: SandboxContext,
  caller: Caller,
  user: User | undefined,
  sealedSession: string,
): StepResult {
  const session = openSession(context, caller.client, [confirmedStep], sealedSession);
  if (user === undefined || session.attempt.userKey !== user.key) throw invalidSession();
  return context.database.transaction(() => {
    spendSession(context, session);
    return afterFirstFactor(context, caller, user, session.attempt);
  });
}
