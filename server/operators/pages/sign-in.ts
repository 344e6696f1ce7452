import { setTimeout as wait } from 'node:timers/promises';
import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import { PoolkeeperError } from '../../errors.ts';
import { goTo } from '../../web/htmx.ts';
import { localPath } from '../../web/local-path.ts';
import type { OperatorServices } from '../plugin.ts';
import type { SignInPage } from '../views.ts';
import { finish } from './finish.ts';
import { roleName } from './role-words.ts';
import { signInLimit } from './sign-in-limit.ts';

const anyText = Type.Optional(Type.String({ maxLength: 8192 }));

/** The sign-in form: `username`, `password` and the page to go on to. */
export const signInRoutes: FastifyPluginAsyncTypebox<OperatorServices> = async (app, services) => {
  const { cookies, sessions, signIn } = services;
  const limit = await signInLimit(app, services.signInLimit);

  const show = async (
    reply: FastifyReply,
    shown: { username: string; error: string; returnTo: string; status: number },
  ): Promise<FastifyReply> => {
    const { status, ...rest } = shown;
    const context: SignInPage = {
      ...rest,
      poolName: await poolName(services),
      demoOperators: services.demoOperators.map(({ username, password, group }) => ({
        username,
        password,
        role: roleName(group, services.groups),
      })),
    };
    return reply.page({ title: 'Sign in', template: 'operators/sign-in', context, status });
  };

  app.get(
    '/sign-in',
    {
      config: { permission: 'public' },
      schema: { querystring: Type.Object({ return_to: anyText }) },
    },
    async (request, reply) => {
      const returnTo = pageToReturnTo(request.query.return_to);
      const cookie = request.cookies[cookies.session.name];
      const operator = cookie && (await sessions.resolve(cookie).catch(() => undefined));
      if (operator) return goTo(request, reply, returnTo || '/');
      return show(reply, { username: '', error: '', returnTo, status: 200 });
    },
  );

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
        return show(reply, { username, error, returnTo, status: 422 });
      }
      try {
        const result = await signIn.signIn(username, password);
        return await finish(request, reply, services, result, returnTo);
      } catch (error) {
        if (!(error instanceof PoolkeeperError)) throw error;
        // Without the username: it may be a password typed into the wrong field.
        request.log.warn({ code: error.code, address: request.ip }, 'sign-in failed');
        if (error.code === 'not_an_operator') throw error;
        if (error.status < 500) await limit.countFailure(request);
        if (error.retryAfter !== undefined) reply.header('Retry-After', String(error.retryAfter));
        const { publicMessage, status } = error;
        return show(reply, { username, error: publicMessage, returnTo, status });
      }
    },
  );
};

/** A path of this console, or empty; going back to a sign-in page would lead in a circle. */
function pageToReturnTo(text: string | undefined): string {
  const path = localPath(text) ?? '';
  return /^\/sign-(in|out)\b/.test(path) ? '' : path;
}

/** The pool's name where it can be read at once, else its id: the form never waits for the pool. */
async function poolName({ describePool, userPoolId }: OperatorServices): Promise<string> {
  const described = describePool().then(
    (pool) => pool.name || userPoolId,
    () => userPoolId,
  );
  return Promise.race([described, wait(500, userPoolId, { ref: false })]);
}
