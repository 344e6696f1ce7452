import type { UserPoolClient } from '../clients/client.ts';
import type { SandboxContext } from '../context.ts';
import { verifyDuringSetup } from '../mfa/setup.ts';
import { associateSecret, pendingSecret } from '../mfa/software-token.ts';
import { getPoolByKey } from '../pools/store.ts';
import type { Caller } from '../sign-in/client/caller.ts';
import { computeSecretHash } from '../sign-in/client/secret-hash.ts';
import { signInWithPassword } from '../sign-in/flows/password.ts';
import { invalidSession } from '../sign-in/refusals.ts';
import { type Answers, required } from '../sign-in/required.ts';
import { answerStep } from '../sign-in/respond-to-auth-challenge.ts';
import type { StepResult } from '../sign-in/result.ts';
import { openSession, openSessionOfAnyClient } from '../sign-in/session/session.ts';
import { findByKey } from '../users/store.ts';
import type { User } from '../users/user.ts';

/**
 * Answers a step with what the person typed: the password first, then whatever is asked for.
 * @throws AwsError
 */
export function answerForm(
  context: SandboxContext,
  caller: Caller,
  form: URLSearchParams,
): StepResult | Promise<StepResult> {
  const typed = Object.fromEntries(form);
  const username = required(typed, 'username');
  const known = { USERNAME: username, ...secretHash(caller.client, username) };
  const challenge = form.get('challenge');
  const session = form.get('session') ?? undefined;
  if (challenge === null) {
    const PASSWORD = required(typed, 'password');
    return signInWithPassword(context, caller, { ...known, PASSWORD });
  }
  if (challenge === 'MFA_SETUP')
    return finishSetup(context, caller, { ...typed, ...known }, session);
  return answerStep(context, caller, challenge, { ...typed, ...known }, session);
}

/**
 * Returns a secret to set up an authenticator with, in base32.
 * @param isAgain shows the one handed out last, after a wrong code
 * @throws AwsError NotAuthorizedException when the session is over
 */
export function setupSecret(
  context: SandboxContext,
  sealedSession: string,
  isAgain: boolean,
): string {
  const { attempt } = openSessionOfAnyClient(context, ['MFA_SETUP'], sealedSession);
  const user = sessionOwner(context, attempt.userKey);
  const shown = isAgain ? pendingSecret(context, user) : undefined;
  return shown ?? associateSecret(context, getPoolByKey(context, user.poolKey), user);
}

/** Returns what a page shown again has to know of its challenge. */
export function stepParameters(
  context: SandboxContext,
  sealedSession: string,
  form: URLSearchParams,
): Record<string, string> {
  const challenge = form.get('challenge') ?? '';
  const { memo } = openSessionOfAnyClient(context, [challenge], sealedSession);
  const attributes = [...form.keys()].filter((name) => name.startsWith('userAttributes.'));
  return {
    requiredAttributes: JSON.stringify(attributes),
    ...(memo.choice === undefined ? {} : { MFAS_CAN_CHOOSE: memo.choice }),
  };
}

function finishSetup(
  context: SandboxContext,
  caller: Caller,
  answers: Answers,
  sealedSession: string | undefined,
): StepResult | Promise<StepResult> {
  const session = openSession(context, caller.client, ['MFA_SETUP'], sealedSession);
  const user = sessionOwner(context, session.attempt.userKey);
  const code = required(answers, 'SOFTWARE_TOKEN_MFA_CODE');
  const verified = verifyDuringSetup(context, user, session, code, undefined);
  return answerStep(context, caller, 'MFA_SETUP', answers, verified);
}

function sessionOwner(context: SandboxContext, userKey: number): User {
  const user = findByKey(context, userKey);
  if (user === undefined) throw invalidSession();
  return user;
}

/** The pages hold the client's secret on the person's behalf. */
function secretHash(client: UserPoolClient, username: string): Answers {
  if (client.secret === undefined) return {};
  return { SECRET_HASH: computeSecretHash(username, client.id, client.secret) };
}
