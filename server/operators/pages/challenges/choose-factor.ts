import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import type { FactorChoice, SignInChallenge } from '../../../cognito/sign-in.ts';
import { invalidInput } from '../../../errors.ts';
import type { FactorPage } from '../../views.ts';
import type { PageServices } from '../services.ts';
import { factorWords } from './factor-words.ts';
import { answer, type Problem, type Step, withStep } from './step.ts';

const path = '/sign-in/factor';

/** The page on which somebody with several second factors chooses one. */
export const chooseFactorRoutes: FastifyPluginAsyncTypebox<PageServices> = async (
  app,
  services,
) => {
  const show = async (
    reply: FastifyReply,
    { challenge }: Step<FactorChoice>,
    problem?: Problem,
  ): Promise<FastifyReply> => {
    const context: FactorPage = {
      username: challenge.username,
      choices: challenge.factors.map((factor) => ({
        value: factor,
        name: factorWords[factor].name,
        consequence: factorWords[factor].consequence,
      })),
      error: problem ? (problem.fields.factor ?? problem.publicMessage) : '',
    };
    return reply.page({
      title: 'Choose how to prove that it is you',
      template: 'operators/factor',
      context,
      status: problem?.status ?? 200,
    });
  };

  app.get(path, { config: { permission: 'public' } }, (request, reply) =>
    withStep(request, reply, services, asksToChoose, (step) => show(reply, step)),
  );

  app.post(
    path,
    {
      config: { permission: 'public' },
      attachValidation: true,
      schema: { body: Type.Object({ factor: Type.Optional(Type.String({ maxLength: 64 })) }) },
      preHandler: services.limit.check,
    },
    (request, reply) =>
      withStep(request, reply, services, asksToChoose, async (step) => {
        const chosen = request.validationError ? '' : request.body.factor;
        const factor = step.challenge.factors.find((one) => one === chosen);
        if (factor === undefined) {
          return show(reply, step, invalidInput({ factor: 'Choose one of these.' }));
        }
        return answer(
          request,
          reply,
          services,
          step,
          () => services.signIn.chooseFactor(step.challenge, factor),
          (wrong) => show(reply, step, wrong),
        );
      }),
  );
};

function asksToChoose(challenge: SignInChallenge): challenge is FactorChoice {
  return challenge.name === 'SELECT_MFA_TYPE';
}
