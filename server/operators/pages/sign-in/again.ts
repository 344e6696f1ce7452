import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { withQuery } from '../../../web/paths.ts';
import { operatorOf } from '../../operator.ts';
import type { SignInAgainPage } from '../../views.ts';
import type { PageServices } from '../services.ts';
import { pageToReturnTo } from './sign-in-form.ts';
import { tryPassword } from './try-password.ts';

const path = '/sign-in/again';
const anyText = Type.Optional(Type.String({ maxLength: 8192 }));

/** The page on which an operator proves once more who they are, on the way to something dangerous. */
export const againRoutes: FastifyPluginAsyncTypebox<PageServices> = async (app, services) => {
  const { isDirect, limit, managedLogin } = services;

  const show = (
    request: FastifyRequest,
    reply: FastifyReply,
    shown: { returnTo: string; error: string; status: number },
  ): FastifyReply => {
    const { returnTo, error, status } = shown;
    const context: SignInAgainPage = {
      username: operatorOf(request).username,
      returnTo,
      error,
      hasForm: isDirect,
      managedLoginHref:
        managedLogin === undefined
          ? ''
          : withQuery('/sign-in/managed', { again: 'true', return_to: returnTo }),
    };
    return reply.page({
      title: 'Sign in again',
      template: 'operators/again',
      context,
      status,
    });
  };

  app.get(
    path,
    {
      config: { permission: 'signed-in' },
      schema: { querystring: Type.Object({ return_to: anyText }) },
    },
    async (request, reply) => {
      const returnTo = pageToReturnTo(request.query.return_to);
      return show(request, reply, { returnTo, error: '', status: 200 });
    },
  );

  if (!isDirect) return;

  app.post(
    path,
    {
      config: { permission: 'signed-in' },
      attachValidation: true,
      schema: { body: Type.Object({ password: anyText, returnTo: anyText }) },
      preHandler: limit.check,
    },
    async (request, reply) => {
      const body = request.validationError ? {} : request.body;
      const returnTo = pageToReturnTo(body.returnTo);
      const { username } = operatorOf(request);
      const password = body.password ?? '';
      if (password === '') {
        return show(request, reply, { returnTo, error: 'Enter your password.', status: 422 });
      }
      const typed = { username, password, returnTo };
      return tryPassword(request, reply, services, typed, ({ publicMessage, status }) =>
        show(request, reply, { returnTo, error: publicMessage, status }),
      );
    },
  );
};
