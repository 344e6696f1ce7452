import type { SignInPool } from '../../config/pools.ts';
import { type ClientOptions, createSend } from '../client.ts';
import type { SignInGateway } from '../sign-in.ts';
import { createAppClient } from './app-client.ts';
import { challengeAnswers } from './challenges.ts';
import { deviceOperations } from './devices.ts';
import { createFollow } from './follow.ts';
import { passwordSignIn } from './password.ts';
import { passwordRecovery } from './recovery.ts';
import { createSrp } from './srp/srp.ts';
import { tokenOperations } from './tokens.ts';

/** Makes the sign-in of operators over the AWS SDK. None of its calls needs AWS credentials. */
export function createSignInGateway(pool: SignInPool, options: ClientOptions = {}): SignInGateway {
  const client = createAppClient(pool, createSend(pool, options));
  const srp = createSrp(pool.userPoolId);
  const follow = createFollow(client, srp);
  return {
    ...passwordSignIn(client, srp, follow),
    ...challengeAnswers(client, follow),
    ...deviceOperations(client, srp),
    ...passwordRecovery(client),
    ...tokenOperations(client),
  };
}
