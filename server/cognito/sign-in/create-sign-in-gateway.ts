import type { SignInPool } from '../../config/pools.ts';
import type { ClientOptions } from '../client.ts';
import {
  mfaFactors,
  type SignInChallenge,
  type SignInGateway,
  type SignInResult,
} from '../sign-in.ts';
import { challengeNotSupported } from './result.ts';
import { createStepwiseSignIn } from './stepwise/create-stepwise-sign-in.ts';
import type { StepChallenge, StepResult } from './stepwise/types.ts';

/** Makes the sign-in of operators over the AWS SDK. None of its calls needs AWS credentials. */
export function createSignInGateway(pool: SignInPool, options: ClientOptions = {}): SignInGateway {
  const steps = createStepwiseSignIn(pool, options);
  return {
    ...steps,
    signIn: async (...given) => withPage(await steps.signIn(...given)),
    setNewPassword: async (...given) => withPage(await steps.setNewPassword(...given)),
    answerCode: async (...given) => withPage(await steps.answerCode(...given)),
    chooseFactor: async (...given) => withPage(await steps.chooseFactor(...given)),
    finishSetup: async (...given) => withPage(await steps.finishSetup(...given)),
  };
}

/** @throws PoolkeeperError `challenge_not_supported` for a challenge that the console has no page for */
function withPage(result: StepResult): SignInResult {
  if (result.kind === 'tokens') return result;
  const { kind, challenge } = result;
  if (!hasPage(challenge)) throw challengeNotSupported(challenge.name);
  return { kind, challenge };
}

const names: ReadonlySet<string> = new Set([
  'NEW_PASSWORD_REQUIRED',
  'SELECT_MFA_TYPE',
  'MFA_SETUP',
  ...mfaFactors,
]);

function hasPage(challenge: StepChallenge): challenge is SignInChallenge {
  return names.has(challenge.name);
}
