import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import { PoolkeeperError } from '../../../errors.ts';
import { goTo } from '../../../web/requests/htmx.ts';
import type { ForgotPasswordPage } from '../../views.ts';
import { wait } from '../finish.ts';
import type { PageServices } from '../services.ts';
import { tellAudit } from '../tell-audit.ts';

const path = '/forgot-password';
const anyText = Type.Optional(Type.String({ maxLength: 8192 }));

/**
 * The page on which somebody asks for a code to set a new password with. It answers the same
 * whether or not there is such an account.
 */
export const forgotPasswordRoutes: FastifyPluginAsyncTypebox<PageServices> = async (
  app,
  services,
) => {
  const { limit, signIn } = services;
  const show = (reply: FastifyReply, context: ForgotPasswordPage, status: number): FastifyReply =>
    reply.page({
      title: 'Forgot your password?',
      template: 'operators/forgot-password',
      context,
      status,
    });

  app.get(path, { config: { permission: 'public' } }, async (_request, reply) =>
    show(reply, { username: '', error: '' }, 200),
  );

  app.post(
    path,
    {
      config: { permission: 'public' },
      attachValidation: true,
      schema: { body: Type.Object({ username: anyText }) },
      preHandler: limit.check,
    },
    async (request, reply) => {
      const username = request.validationError ? '' : (request.body.username?.trim() ?? '');
      if (username === '') {
        return show(reply, { username: '', error: 'Enter your username.' }, 422);
      }
      // Each counts: a message that somebody else asked for is a nuisance to its receiver.
      await limit.countFailure(request);
      try {
        await signIn.sendResetCode(username);
      } catch (error) {
        if (!(error instanceof PoolkeeperError)) throw error;
        request.log.warn({ code: error.code, address: request.ip }, 'no reset code sent');
        return show(reply, { username, error: error.publicMessage }, error.status);
      }
      await tellAudit(request, services, { action: 'operator.forgot-password', by: undefined });
      await wait(request, reply, services, { kind: 'recovery', username });
      return goTo(request, reply, '/reset-password');
    },
  );
};
