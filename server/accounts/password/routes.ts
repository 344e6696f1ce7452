import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import { withoutTelling } from '../hidden-outcome.ts';
import { Code, NewPassword, noBody, Username } from '../members.ts';
import { Problem } from '../problems.ts';
import type { AccountServices } from '../services.ts';
import { endSessionsOfNamed } from '../sessions/end-sessions.ts';
import { checkPassword } from './check-password.ts';

const tags = ['Password'];

/** A new password for people who have forgotten theirs. */
export const passwordRoutes: FastifyPluginAsyncTypebox<AccountServices> = async (app, services) => {
  const { gateway, limits, signIn, steadyTime } = services;
  app.post(
    '/forgot-password',
    {
      config: { permission: 'public' },
      schema: {
        tags,
        operationId: 'forgotPassword',
        summary: 'Send a code to set a new password with',
        description:
          'Answers the same whether or not there is such an account. The present password works until another one is set.',
        body: Type.Object({ username: Username }, { additionalProperties: false }),
        response: {
          202: noBody('If the account has a verified address, a code was sent there.'),
          default: Type.Ref(Problem),
        },
      },
    },
    async (request, reply) => {
      const { username } = request.body;
      // Each counts: a message that another person requested is a nuisance to its receiver.
      await limits.begin(request, 'message', username);
      await steadyTime.all(() => withoutTelling(request.log, () => signIn.sendResetCode(username)));
      return reply.code(202).send();
    },
  );

  app.post(
    '/reset-password',
    {
      config: { permission: 'public' },
      schema: {
        tags,
        operationId: 'resetPassword',
        summary: 'Set a new password with the code',
        description: 'Sign in with it afterwards.',
        body: Type.Object(
          { username: Username, code: Code, newPassword: NewPassword },
          { additionalProperties: false },
        ),
        response: { 204: noBody('The new password is set.'), default: Type.Ref(Problem) },
      },
    },
    async (request, reply) => {
      const { username, code, newPassword } = request.body;
      const attempt = await limits.begin(request, 'code', username);
      await steadyTime.failures(async () => {
        // The pool checks it for accounts that exist only, and before the code.
        checkPassword('newPassword', newPassword, await gateway.describePool());
        await signIn.resetPassword(username, code, newPassword);
      });
      await endSessionsOfNamed(request, services, username);
      await attempt.takeBack();
      return reply.code(204).send();
    },
  );
};
