import type { AppClient } from '../app-client.ts';
import type { Follow } from '../follow.ts';
import { toProofError, toStartError, toStepError } from './step-errors.ts';
import type { SrpProofAnswer, SrpQuestion, StepResult, StepwiseSignIn } from './types.ts';

type Proofs = Pick<
  StepwiseSignIn,
  'chooseFirstFactor' | 'provePassword' | 'startDevice' | 'proveDevice'
>;

/**
 * The answers that a person's own device calculates, and the choice of the first factor.
 *
 * Source: API reference, RespondToAuthChallenge; developer guide, "Working with user devices in your
 * user pool".
 */
export function proofAnswers(client: AppClient, follow: Follow): Proofs {
  const continued = async (
    challenge: Parameters<AppClient['respond']>[0],
    toError: (error: unknown) => unknown,
  ): Promise<StepResult> => {
    try {
      const answer = await client.respond(challenge);
      return await follow(answer, challenge.username, challenge.device);
    } catch (error) {
      throw toError(error);
    }
  };

  return {
    chooseFirstFactor(challenge, { choice, ...given }) {
      const answers = {
        ANSWER: choice,
        ...('password' in given && { PASSWORD: given.password }),
        ...('srpA' in given && { SRP_A: given.srpA }),
      };
      return continued({ ...challenge, answers }, toStartError);
    },

    provePassword(challenge, proof) {
      return continued({ ...challenge, answers: signed(challenge, proof) }, toProofError);
    },

    startDevice(challenge, srpA) {
      return continued({ ...challenge, answers: { SRP_A: srpA } }, toStepError);
    },

    proveDevice(challenge, proof) {
      return continued({ ...challenge, answers: signed(challenge, proof) }, toStepError);
    },
  };
}

function signed(
  { secretBlock }: SrpQuestion,
  { signature, timestamp }: SrpProofAnswer,
): Readonly<Record<string, string>> {
  return {
    PASSWORD_CLAIM_SECRET_BLOCK: secretBlock,
    PASSWORD_CLAIM_SIGNATURE: signature,
    TIMESTAMP: timestamp,
  };
}
