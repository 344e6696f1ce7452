import type { SandboxContext } from '../../context.ts';
import { poolName } from '../../pools/pool.ts';
import { getCredentials } from '../../users/passwords/credentials.ts';
import type { User } from '../../users/user.ts';
import { beginAttempt } from '../attempt.ts';
import type { Caller } from '../client/caller.ts';
import { absentCredentials, absentIdentity } from '../password/absent-user.ts';
import { findSigner } from '../password/password-factor.ts';
import { type Answers, required } from '../required.ts';
import type { Challenge } from '../result.ts';
import { openExchange } from '../session/secret-block.ts';
import { sealSession } from '../session/session.ts';

/**
 * USER_SRP_AUTH: answers the client's A with B, salt and a secret block.
 * @throws AwsError
 */
export function signInWithSrp(
  context: SandboxContext,
  caller: Caller,
  answers: Answers,
): Challenge {
  const user = findSigner(context, caller, answers);
  return askForProof(context, caller, user, answers);
}

/**
 * Asks for the proof of the password. Somebody without a password, or who does not exist, is asked for one too,
 * which then cannot be right. A device key that came along is not kept: the one that comes with the proof counts.
 */
export function askForProof(
  context: SandboxContext,
  caller: Caller,
  user: User | undefined,
  answers: Answers,
): Challenge {
  const { pool, client } = caller;
  const name = user?.username ?? required(answers, 'USERNAME');
  const identity =
    user === undefined
      ? absentIdentity(context, pool, name)
      : { realm: poolName(pool.id), username: user.username };
  const stored =
    (user === undefined ? undefined : getCredentials(context, pool, user)) ??
    absentCredentials(context, pool, name);
  const attempt = beginAttempt(context, caller, user?.key ?? 0);
  const srpA = required(answers, 'SRP_A');
  const exchange = openExchange(context, 'PASSWORD_VERIFIER', attempt, identity, stored, srpA);
  return {
    kind: 'challenge',
    name: 'PASSWORD_VERIFIER',
    session: sealSession(context, client, 'PASSWORD_VERIFIER', attempt, { exchange: exchange.id }),
    parameters: {
      ...exchange.parameters,
      USERNAME: identity.username,
      USER_ID_FOR_SRP: identity.username,
    },
  };
}
