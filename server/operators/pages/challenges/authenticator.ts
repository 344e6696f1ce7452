import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import type { AuthenticatorSetup, SignInChallenge } from '../../../cognito/sign-in.ts';
import type { AuthenticatorPage } from '../../views.ts';
import type { PageServices } from '../services.ts';
import { inFours, keyUri } from './authenticator-key.ts';
import { typedCode } from './code-field.ts';
import { qrCode } from './qr-code.ts';
import { answer, type Problem, type Step, withStep } from './step.ts';

const path = '/sign-in/authenticator';
const anyText = Type.Optional(Type.String({ maxLength: 8192 }));

/** The page on which somebody who must have a second factor sets up an authenticator app. */
export const authenticatorRoutes: FastifyPluginAsyncTypebox<PageServices> = async (
  app,
  services,
) => {
  const show = async (
    reply: FastifyReply,
    { challenge: { username, secret } }: Step<AuthenticatorSetup>,
    problem?: Problem,
  ): Promise<FastifyReply> => {
    const context: AuthenticatorPage = {
      username,
      qrCode: qrCode(keyUri(username, secret)),
      key: inFours(secret),
      fieldError: problem?.fields.code ?? '',
      error: problem && problem.fields.code === undefined ? problem.publicMessage : '',
    };
    return reply.page({
      title: 'Set up an authenticator app',
      template: 'operators/authenticator',
      context,
      status: problem?.status ?? 200,
    });
  };

  app.get(path, { config: { permission: 'public' } }, (request, reply) =>
    withStep(request, reply, services, asksToSetUp, (step) => show(reply, step)),
  );

  app.post(
    path,
    {
      config: { permission: 'public' },
      attachValidation: true,
      schema: { body: Type.Object({ code: anyText }) },
      preHandler: services.limit.check,
    },
    (request, reply) =>
      withStep(request, reply, services, asksToSetUp, async (step) => {
        const { code, problem } = typedCode(request.validationError ? '' : request.body.code);
        if (problem) return show(reply, step, problem);
        return answer(
          request,
          reply,
          services,
          step,
          () => services.signIn.finishSetup(step.challenge, code),
          (wrong) => show(reply, step, wrong),
        );
      }),
  );
};

function asksToSetUp(challenge: SignInChallenge): challenge is AuthenticatorSetup {
  return challenge.name === 'MFA_SETUP';
}
