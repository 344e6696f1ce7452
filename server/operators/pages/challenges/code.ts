import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import type { CodeChallenge, SignInChallenge } from '../../../cognito/sign-in.ts';
import type { DeviceMemory } from '../../../cognito/types.ts';
import type { CodePage } from '../../views.ts';
import type { PageServices } from '../services.ts';
import { typedCode } from './code-field.ts';
import { codeSentence, factorWords, isMfaFactor } from './factor-words.ts';
import { answer, type Problem, type Step, withStep } from './step.ts';

const path = '/sign-in/code';
const anyText = Type.Optional(Type.String({ maxLength: 8192 }));

/** The page that asks for a code: from an authenticator app, by SMS or by e-mail. */
export const codeRoutes: FastifyPluginAsyncTypebox<PageServices> = async (app, services) => {
  const show = async (
    reply: FastifyReply,
    { challenge, journey }: Step<CodeChallenge>,
    problem?: Problem,
  ): Promise<FastifyReply> => {
    const deviceMemory = await deviceMemoryOf(services);
    const context: CodePage = {
      deviceMemory,
      username: challenge.username,
      explanation: codeSentence(challenge),
      isSent: challenge.name !== 'SOFTWARE_TOKEN_MFA',
      isRemembered: journey.isRemembered,
      fieldError: problem?.fields.code ?? '',
      error: problem && problem.fields.code === undefined ? problem.publicMessage : '',
    };
    return reply.page({
      title: factorWords[challenge.name].title,
      template: 'operators/code',
      context,
      status: problem?.status ?? 200,
    });
  };

  app.get(path, { config: { permission: 'public' } }, (request, reply) =>
    withStep(request, reply, services, asksForCode, (step) => show(reply, step)),
  );

  app.post(
    path,
    {
      config: { permission: 'public' },
      attachValidation: true,
      schema: { body: Type.Object({ code: anyText, remember: anyText }) },
      preHandler: services.limit.check,
    },
    (request, reply) =>
      withStep(request, reply, services, asksForCode, async ({ challenge, journey }) => {
        const body = request.validationError ? {} : request.body;
        const isWished = body.remember === 'true';
        const isRemembered = isWished && (await deviceMemoryOf(services)) === 'on-prompt';
        const step = { challenge, journey: { ...journey, isRemembered } };
        const { code, problem } = typedCode(body.code);
        if (problem) return show(reply, step, problem);
        return answer(
          request,
          reply,
          services,
          step,
          () => services.signIn.answerCode(challenge, code),
          (wrong) => show(reply, step, wrong),
        );
      }),
  );
};

/** Nothing is offered while the pool's settings cannot be read. */
async function deviceMemoryOf({ describePool }: PageServices): Promise<DeviceMemory> {
  return describePool().then(
    (pool) => pool.deviceMemory,
    () => 'never',
  );
}

function asksForCode(challenge: SignInChallenge): challenge is CodeChallenge {
  return isMfaFactor(challenge.name);
}
