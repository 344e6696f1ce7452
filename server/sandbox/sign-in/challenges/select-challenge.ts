import type { SandboxContext } from '../../context.ts';
import { findBySignInName } from '../../users/find.ts';
import { invalidParameter } from '../../wire/errors.ts';
import type { Caller } from '../client/caller.ts';
import { checkSecretHash } from '../client/client-secret.ts';
import { availableChallenges, startFactor } from '../flows/choice.ts';
import { invalidSession } from '../refusals.ts';
import { type Answers, required } from '../required.ts';
import type { StepResult } from '../result.ts';
import { openSession, spendSession } from '../session/session.ts';

/**
 * SELECT_CHALLENGE: the user has chosen a first factor. The answer may bring the password or SRP_A along.
 * @throws AwsError
 */
export function answerChallengeSelection(
  context: SandboxContext,
  caller: Caller,
  answers: Answers,
  sealedSession: string | undefined,
): StepResult | Promise<StepResult> {
  const session = openSession(context, caller.client, ['SELECT_CHALLENGE'], sealedSession);
  const name = required(answers, 'USERNAME');
  const user = findBySignInName(context, caller.pool, name);
  const names = user === undefined ? [name] : [name, user.username];
  checkSecretHash(caller.client, answers.SECRET_HASH, names);
  if ((user?.key ?? 0) !== session.attempt.userKey) throw invalidSession();
  const chosen = availableChallenges(context, caller, user).find(
    (challenge) => challenge === required(answers, 'ANSWER'),
  );
  if (chosen === undefined) throw invalidParameter('The chosen challenge is not available.');
  if (chosen === 'PASSWORD') required(answers, 'PASSWORD');
  if (chosen === 'PASSWORD_SRP') required(answers, 'SRP_A');
  spendSession(context, session);
  return startFactor(context, caller, user, chosen, answers);
}
