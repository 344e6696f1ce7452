import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StepChallenge, StepResult } from '../../cognito/sign-in/stepwise/types.ts';
import { authenticatorFor, issuerOf } from '../authenticator.ts';
import type { PendingChallenge } from '../challenges/pending-challenge.ts';
import type { AccountServices } from '../services.ts';
import type { Challenge, StartedSession, Tokens } from './answers.ts';

/** What a sign-in carries along from step to step. */
export type Journey = Omit<PendingChallenge, 'challenge'>;

/** Answers what the pool said to a step: tokens, or the next challenge behind a new handle. */
export async function answerStep(
  services: AccountServices,
  request: FastifyRequest,
  reply: FastifyReply,
  result: StepResult,
  journey: Journey,
): Promise<Tokens | StartedSession | Challenge> {
  if (result.kind === 'tokens') return services.answerSignIn(result, request, reply);
  return askFor(services, result.challenge, journey);
}

/** Stores a challenge, and answers it with its handle. */
export async function askFor(
  services: AccountServices,
  challenge: StepChallenge,
  journey: Journey,
): Promise<Challenge> {
  const handle = await services.handles.create({ ...journey, challenge });
  const { name } = challenge;
  switch (name) {
    case 'NEW_PASSWORD_REQUIRED': {
      const { inApi } = services.attributeNames;
      const requiredAttributes = challenge.requiredAttributes.map(inApi);
      return { challenge: name, handle, requiredAttributes };
    }
    case 'SELECT_MFA_TYPE':
      return { challenge: name, handle, factors: [...challenge.factors] };
    case 'MFA_SETUP': {
      const issuer = issuerOf(services.application);
      const setup = authenticatorFor(challenge.secret, issuer, journey.typedName);
      return { challenge: name, handle, ...setup };
    }
    case 'SELECT_CHALLENGE':
      return {
        challenge: name,
        handle,
        choices: [...(await services.decoys.choices(challenge.choices))],
      };
    case 'PASSWORD_VERIFIER': {
      const { srpB, salt, secretBlock, userIdForSrp } = challenge;
      const [, poolName = ''] = services.signInPool.userPoolId.split('_');
      return { challenge: name, handle, srpB, salt, secretBlock, userIdForSrp, poolName };
    }
    case 'DEVICE_SRP_AUTH':
      return { challenge: name, handle, deviceKey: challenge.deviceKey };
    case 'DEVICE_PASSWORD_VERIFIER': {
      const { srpB, salt, secretBlock, deviceKey } = challenge;
      return { challenge: name, handle, srpB, salt, secretBlock, deviceKey };
    }
    default:
      return { challenge: name, handle, destination: challenge.destination };
  }
}
