import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { PoolkeeperError } from '../../../errors.ts';
import type { ManagedLogin } from '../../../managed-login/managed-login.ts';
import { goTo } from '../../../web/requests/htmx.ts';
import { requireNavigation } from '../../../web/requests/origin/require-navigation.ts';
import { enter, stopWaiting, wait } from '../finish.ts';
import { noteFailure } from '../note-failure.ts';
import type { PageServices } from '../services.ts';
import { pageToReturnTo, showSignIn } from './sign-in-form.ts';

const callbackPath = '/sign-in/callback';
const anyText = Type.Optional(Type.String({ maxLength: 8192 }));

type Services = PageServices & { readonly managedLogin: ManagedLogin };

/** The way through managed login: there, and back with a code. */
export const managedLoginRoutes: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  const { cookies, limit, managedLogin, now, pendingSignIns, publicOrigin } = services;

  const pendingOf = async (request: FastifyRequest) => {
    const cookie = request.cookies[cookies.pending.name];
    const pending = cookie === undefined ? undefined : await pendingSignIns.find(cookie);
    return pending?.kind === 'managed' ? pending : undefined;
  };

  app.get(
    '/sign-in/managed',
    {
      config: { permission: 'public' },
      preHandler: requireNavigation,
      schema: { querystring: Type.Object({ return_to: anyText, again: anyText }) },
    },
    async (request, reply) => {
      const returnTo = shortEnough(pageToReturnTo(request.query.return_to));
      const redirectUri = `${publicOrigin()}${callbackPath}`;
      const mustProve = request.query.again === 'true';
      const { address, secrets } = await managedLogin.begin(redirectUri, mustProve);
      await wait(request, reply, services, {
        kind: 'managed',
        secrets,
        returnTo,
        ...(mustProve && { notBefore: now().getTime() }),
      });
      return goTo(request, reply, address);
    },
  );

  app.get(
    callbackPath,
    { config: { permission: 'public' }, preHandler: requireNavigation },
    async (request, reply) => {
      const pending = await pendingOf(request);
      const answer = new URL(request.url, publicOrigin());
      // Anybody can have a browser open this address: that is no failed sign-in of its person.
      if (pending === undefined || answer.searchParams.get('state') !== pending.secrets.state) {
        return showSignIn(reply, services, { username: '', returnTo: '', ...notBegunHere });
      }
      const { returnTo } = pending;
      await limit.check(request);
      try {
        // Whatever comes of it, an answer is taken once.
        await stopWaiting(request, reply, services);
        const tokens = await managedLogin.finish(answer, pending.secrets);
        const { notBefore } = pending;
        const journey = { returnTo, typedName: '', isRemembered: false };
        return await enter(request, reply, services, { kind: 'tokens', tokens }, journey, {
          way: 'managed',
          ...(notBefore !== undefined && { notBefore: new Date(notBefore) }),
        });
      } catch (error) {
        if (!(error instanceof PoolkeeperError)) throw error;
        request.log.warn({ err: error, address: request.ip }, 'managed login failed');
        await noteFailure(request, services, error);
        if (error.code === 'not_an_operator') throw error;
        const { publicMessage, status } = error;
        return showSignIn(reply, services, {
          username: '',
          error: publicMessage,
          returnTo,
          status,
          mustProve: pending.notBefore !== undefined,
        });
      }
    },
  );
};

const notBegunHere = {
  status: 401,
  error: 'That sign-in was not begun in this browser, or took too long. Sign in again.',
};

/** Browsers drop cookies of more than 4 KiB; a longer way back leads to the start page. */
function shortEnough(path: string): string {
  return path.length <= 2048 ? path : '';
}
