import type { SignInPool } from '../../../config/pools.ts';
import { type ClientOptions, createSend } from '../../client.ts';
import { createAppClient } from '../app-client.ts';
import { challengeAnswers } from '../challenges.ts';
import { deviceOperations } from '../devices.ts';
import { createFollow } from '../follow.ts';
import { passwordSignIn } from '../password.ts';
import { passwordRecovery } from '../recovery.ts';
import { createSrp } from '../srp/srp.ts';
import { tokenOperations } from '../tokens.ts';
import { proofAnswers } from './proofs.ts';
import { startOperations } from './starts.ts';
import type { StepwiseSignIn } from './types.ts';

type Options = ClientOptions & {
  /** Signs in by the Admin operations, which need IAM rights; without, no AWS credentials are needed. */
  readonly isAdmin?: boolean;
};

/** Makes the sign-in of an application's users over the AWS SDK. */
export function createStepwiseSignIn(
  pool: SignInPool,
  { isAdmin = false, ...options }: Options = {},
): StepwiseSignIn {
  const client = createAppClient(pool, createSend(pool, options), isAdmin);
  const srp = createSrp(pool.userPoolId);
  const follow = createFollow(client, srp);
  return {
    ...passwordSignIn(client, srp, follow),
    ...startOperations(client, follow, isAdmin),
    ...proofAnswers(client, follow),
    ...challengeAnswers(client, follow),
    ...deviceOperations(client, srp),
    ...passwordRecovery(client),
    ...tokenOperations(client),
  };
}
