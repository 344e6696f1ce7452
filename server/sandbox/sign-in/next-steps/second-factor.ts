import type { SandboxContext } from '../../context.ts';
import { factorsOfPool, type MfaFactor } from '../../mfa/factor.ts';
import { requestedFactors } from '../../mfa/settings.ts';
import { findMfa } from '../../mfa/store.ts';
import type { User } from '../../users/user.ts';
import type { Caller } from '../client/caller.ts';
import type { Challenge, ChallengeName } from '../result.ts';
import { type SignInAttempt, sealSession } from '../session/session.ts';
import { sendSignInCode } from '../session/sign-in-code.ts';

/**
 * Asks for a second factor: the preferred one, the only one, or first which one; somebody who must have one and has
 * none sets up an authenticator.
 */
export function askForSecondFactor(
  context: SandboxContext,
  caller: Caller,
  user: User,
  attempt: SignInAttempt,
): Challenge | undefined {
  if (attempt.isSecondFactorDone === true) return undefined;
  const factors = requestedFactors(context, caller.pool, user);
  const [only] = factors;
  if (only === undefined) {
    const isRequired = caller.pool.settings.MfaConfiguration === 'ON';
    return isRequired ? askForSetup(context, caller, user, attempt) : undefined;
  }
  const { preferred } = findMfa(context, user.key);
  if (preferred !== undefined && factors.includes(preferred)) {
    return askForFactor(context, caller, user, attempt, preferred);
  }
  if (factors.length === 1) return askForFactor(context, caller, user, attempt, only);
  const choice = JSON.stringify(factors);
  return challenge(
    context,
    caller,
    attempt,
    'SELECT_MFA_TYPE',
    { MFAS_CAN_CHOOSE: choice },
    {
      choice,
    },
  );
}

/** Asks for one second factor; a code that has to be sent is sent now. */
export function askForFactor(
  context: SandboxContext,
  caller: Caller,
  user: User,
  attempt: SignInAttempt,
  factor: MfaFactor,
): Challenge {
  if (factor === 'SOFTWARE_TOKEN_MFA') {
    const { totpName } = findMfa(context, user.key);
    return challenge(context, caller, attempt, factor, {
      USER_ID_FOR_SRP: user.username,
      ...(totpName === '' ? {} : { FRIENDLY_DEVICE_NAME: totpName }),
    });
  }
  const contact = factor === 'EMAIL_OTP' ? 'email' : 'phone_number';
  const { hash, parameters } = sendSignInCode(context, caller.pool, user, contact);
  return challenge(
    context,
    caller,
    attempt,
    factor,
    { ...parameters, USER_ID_FOR_SRP: user.username },
    { code: hash },
  );
}

function askForSetup(
  context: SandboxContext,
  caller: Caller,
  user: User,
  attempt: SignInAttempt,
): Challenge {
  return challenge(context, caller, attempt, 'MFA_SETUP', {
    MFAS_CAN_SETUP: JSON.stringify(factorsOfPool(caller.pool)),
    USER_ID_FOR_SRP: user.username,
  });
}

function challenge(
  context: SandboxContext,
  caller: Caller,
  attempt: SignInAttempt,
  name: ChallengeName,
  parameters: Record<string, string>,
  memo: Record<string, string> = {},
): Challenge {
  const session = sealSession(context, caller.client, name, attempt, memo);
  return { kind: 'challenge', name, session, parameters };
}
