import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import { goTo } from '../../../web/requests/htmx.ts';
import type { PageServices } from '../services.ts';
import { pageToReturnTo, showSignIn } from './sign-in-form.ts';
import { tryPassword } from './try-password.ts';

const anyText = Type.Optional(Type.String({ maxLength: 8192 }));

/** The sign-in form: `username`, `password` and the page to go on to. */
export const signInRoutes: FastifyPluginAsyncTypebox<PageServices> = async (app, services) => {
  const { cookies, limit, sessions } = services;

  app.get(
    '/sign-in',
    {
      config: { permission: 'public' },
      schema: { querystring: Type.Object({ return_to: anyText, password: anyText }) },
    },
    async (request, reply) => {
      const returnTo = pageToReturnTo(request.query.return_to);
      const cookie = request.cookies[cookies.session.name];
      const operator = cookie && (await sessions.resolve(cookie).catch(() => undefined));
      if (operator) return goTo(request, reply, returnTo || '/');
      const notice =
        request.query.password === 'set'
          ? ({ tone: 'success', text: 'Your new password is set. Sign in with it.' } as const)
          : undefined;
      return showSignIn(reply, services, {
        username: '',
        error: '',
        returnTo,
        status: 200,
        notice: notice && { ...notice, link: undefined },
      });
    },
  );

  if (!services.isDirect) return;

  app.post(
    '/sign-in',
    {
      config: { permission: 'public' },
      attachValidation: true,
      schema: {
        body: Type.Object({ username: anyText, password: anyText, returnTo: anyText }),
      },
      preHandler: limit.check,
    },
    async (request, reply) => {
      const body = request.validationError ? {} : request.body;
      const username = body.username?.trim() ?? '';
      const password = body.password ?? '';
      const returnTo = pageToReturnTo(body.returnTo);
      if (username === '' || password === '') {
        const error = 'Enter your username and your password.';
        return showSignIn(reply, services, { username, error, returnTo, status: 422 });
      }
      const typed = { username, password, returnTo };
      return tryPassword(request, reply, services, typed, (problem) => {
        const { publicMessage: error, retryAfter, status } = problem;
        if (retryAfter !== undefined) reply.header('Retry-After', String(retryAfter));
        return showSignIn(reply, services, { username, error, returnTo, status });
      });
    },
  );
};
