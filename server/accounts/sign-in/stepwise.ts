import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { isPublicValue } from '../../cognito/sign-in/srp/modular-power.ts';
import { invalidInput } from '../../errors.ts';
import { Problem } from '../problems.ts';
import type { AccountServices } from '../services.ts';
import { answerStep } from './answer-step.ts';
import { SignInAnswer } from './answers.ts';
import { Device, SrpA, Username } from './schemas.ts';
import { forUsers } from './sentences.ts';
import { startChoice, startSrp, type UnprovenStep } from './unproven.ts';

/** Signing in without giving this server the password. */
export const stepwiseRoutes: FastifyPluginAsyncTypebox<AccountServices> = async (app, services) => {
  app.post(
    '/sign-in/srp',
    {
      config: { permission: 'public' },
      schema: {
        tags: ['Sign-in'],
        operationId: 'startSrp',
        summary: 'Begin to sign in by SRP',
        description:
          'Asks for the proof of the password (`PASSWORD_VERIFIER`), whether or not there is such a user.',
        body: Type.Object({
          username: Username,
          srpA: SrpA,
          device: Type.Optional(Type.Pick(Device, ['key'])),
        }),
        response: { 200: SignInAnswer, default: Type.Ref(Problem) },
      },
    },
    async (request, reply) => {
      const { username, srpA, device } = request.body;
      if (!isPublicValue(srpA)) throw invalidInput({ srpA: 'A must not be 0 modulo N.' });
      return begin(services, request, username, (name) =>
        startSrp(services, name, srpA, device),
      ).then(({ result, isDecoy }) =>
        answerStep(services, request, reply, result, journeyOf(username, isDecoy)),
      );
    },
  );

  app.post(
    '/sign-in/choice',
    {
      config: { permission: 'public' },
      schema: {
        tags: ['Sign-in'],
        operationId: 'startChoice',
        summary: 'Begin to sign in with a first factor of choice',
        description:
          'Mostly answers `SELECT_CHALLENGE` with what the pool allows; with `preferred`, the challenge of that factor. 409 `flow_not_enabled` where the app client does not allow it (USER_AUTH).',
        body: Type.Object({
          username: Username,
          preferred: Type.Optional(
            Type.Union([Type.Literal('EMAIL_OTP'), Type.Literal('SMS_OTP')], {
              description: 'Sends a code at once.',
            }),
          ),
        }),
        response: { 200: SignInAnswer, default: Type.Ref(Problem) },
      },
    },
    async (request, reply) => {
      const { username, preferred } = request.body;
      if (preferred !== undefined) await services.limits.begin(request, 'message', username);
      return begin(services, request, username, (name) =>
        startChoice(services, name, preferred),
      ).then(({ result, isDecoy }) =>
        answerStep(services, request, reply, result, journeyOf(username, isDecoy)),
      );
    },
  );
};

const journeyOf = (typedName: string, isDecoy: boolean) => ({
  typedName,
  isAdmin: false,
  isProven: false,
  isDecoy,
  failures: 0,
});

/** Takes as long for every name. */
async function begin(
  { limits, steadyStart, decoys }: AccountServices,
  request: FastifyRequest,
  typedName: string,
  start: (name: string) => Promise<UnprovenStep>,
): Promise<UnprovenStep> {
  await limits.begin(request, 'sign-in-start', typedName);
  try {
    return await steadyStart.all(async () => start(await decoys.nameInPool(typedName)));
  } catch (error) {
    throw forUsers(error);
  }
}
