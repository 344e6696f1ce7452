import type { FastifyRequest } from 'fastify';
import type { StepResult } from '../../cognito/sign-in/stepwise/types.ts';
import type { AccountServices } from '../services.ts';
import type { Journey } from '../sign-in/answer-step.ts';
import { attempt } from '../sign-in/attempt.ts';
import {
  chooseFirstFactor,
  decoyRefusal,
  sendsCode,
  toFirstCodeError,
} from '../sign-in/unproven.ts';
import { type Answer, answerChallenge, chosenFactor, codeOf, proofOf } from './answer.ts';
import { handleExpired } from './handles.ts';
import type { PendingChallenge } from './pending-challenge.ts';

type Step = { readonly result: StepResult; readonly journey: Journey };

/** As many as the pool allows for one session. */
const mostFailures = 3;

/**
 * Gives the pool the answer to a pending challenge.
 *
 * @returns what comes next, and what the sign-in carries along to it
 * @throws PoolkeeperError `too_many_sign_ins` (429), `invalid_input` (422), or what the gateway throws
 */
export async function answerPending(
  services: AccountServices,
  request: FastifyRequest,
  { challenge, ...journey }: PendingChallenge,
  answer: Answer,
): Promise<Step> {
  const { signIn, adminSignIn, attributeNames, decoys, limits, steadyStart } = services;
  const { typedName, isProven, isDecoy, failures } = journey;
  const gateway = journey.isAdmin ? (adminSignIn ?? signIn) : signIn;
  return attempt(services, request, typedName, async () => {
    if (challenge.name === 'SELECT_CHALLENGE') {
      const chosen = chosenFactor(await decoys.choices(challenge.choices), answer);
      const choose = () => chooseFirstFactor({ signIn, decoys }, challenge, chosen, isDecoy);
      const isPassword = chosen.choice === 'PASSWORD';
      if (sendsCode(chosen)) await limits.begin(request, 'message', typedName);
      const step = isPassword ? await choose() : await steadyStart.all(choose);
      const next = { ...journey, isDecoy: step.isDecoy, isProven: isPassword };
      return { result: step.result, journey: next };
    }
    const isFirstCode = !isProven && challenge.name !== 'PASSWORD_VERIFIER';
    if (isFirstCode && failures >= mostFailures) throw handleExpired();
    if (isDecoy) {
      // The same checks as for a real one.
      if (isFirstCode) codeOf(answer);
      else proofOf(answer);
      throw decoyRefusal(challenge);
    }
    try {
      const result = await answerChallenge(gateway, challenge, answer, attributeNames);
      return { result, journey: { ...journey, isProven: true, failures: 0 } };
    } catch (error) {
      throw isFirstCode ? toFirstCodeError(error) : error;
    }
  });
}
