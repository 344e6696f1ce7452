import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import { PoolkeeperError } from '../../errors.ts';
import { requireNavigation } from '../../web/requests/origin/require-navigation.ts';
import { Problem } from '../problems.ts';
import { noteAccountEvent } from '../requests/account-events.ts';
import type { CookieServices } from '../sessions/cookie-access.ts';
import { beginSession, leaveSession } from '../sessions/start-session.ts';
import type { AccountManagedLogin } from './account-managed-login.ts';
import { createLoginCookie } from './login-cookie.ts';
import { returnAddress, withProblem } from './return-address.ts';

type Services = CookieServices & { readonly managedLogin: AccountManagedLogin };

const ReturnTo = Type.Optional(
  Type.String({
    maxLength: 8192,
    description: "A page of one of the application's origins, or a path of this server.",
  }),
);
const tags = ['Managed login'];
const config = { permission: 'public' } as const;
const redirect = Type.Null({ description: 'Redirects the browser.' });
const response = { 302: redirect, default: Type.Ref(Problem) };

/** The way through managed login: there, back with a code, and out again. */
export const managedLoginRoutes: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  const { cookieMode, managedLogin, publicOrigin } = services;
  const loginCookie = createLoginCookie(services);

  app.get(
    '/managed-login/start',
    {
      config,
      preHandler: requireNavigation,
      schema: {
        tags,
        operationId: 'startManagedLogin',
        summary: 'Go to managed login',
        description:
          'For the address bar of a browser. The authorization has PKCE, state and nonce.',
        querystring: Type.Object({ return_to: ReturnTo }),
        response,
      },
    },
    async ({ query }, reply) => {
      const returnTo = returnAddress(query.return_to, services);
      const { address, secrets } = await managedLogin.begin(
        managedLogin.addressOf('/callback'),
        false,
      );
      loginCookie.keep(reply, { secrets, returnTo });
      return reply.redirect(address, 302);
    },
  );

  app.get(
    '/managed-login/callback',
    {
      config,
      preHandler: requireNavigation,
      schema: {
        tags,
        operationId: 'finishManagedLogin',
        summary: 'Come back from managed login',
        description:
          'Exchanges the code for tokens, begins the session and goes to the page that was asked for; after a failure with `sign_in_problem` in its address.',
        response,
      },
    },
    async (request, reply) => {
      const { secrets, returnTo = '' } = loginCookie.read(request) ?? {};
      const answer = new URL(request.url, publicOrigin());
      // Anybody can have a browser open this address: only a sign-in that this browser began continues.
      if (secrets === undefined || answer.searchParams.get('state') !== secrets.state) {
        throw notBegunHere();
      }
      loginCookie.forget(reply);
      try {
        const own = new URL(managedLogin.addressOf('/callback'));
        own.search = answer.search;
        const tokens = await managedLogin.finish(own, secrets);
        const person = await beginSession({ tokens }, 'managed', request, reply, services);
        await noteAccountEvent(request, services, { action: 'account.sign-in', person });
        return await reply.redirect(returnTo, 302);
      } catch (error) {
        if (!(error instanceof PoolkeeperError)) throw error;
        request.log.warn({ err: error }, 'managed login failed');
        if (error.status < 500) {
          const refused = { action: 'account.sign-in', failure: error } as const;
          await noteAccountEvent(request, services, refused);
        }
        return reply.redirect(withProblem(returnTo, error.code), 302);
      }
    },
  );

  app.post(
    '/managed-login/sign-out',
    {
      config,
      schema: {
        tags,
        operationId: 'signOutOfManagedLogin',
        summary: 'Sign out here and of managed login',
        description:
          'Ends the session and revokes its tokens. The page then goes to `address`, which ends the session of managed login and leads back to `returnTo`.',
        body: Type.Object({ returnTo: ReturnTo }),
        response: {
          200: Type.Object({ address: Type.String({ description: 'Where to go now.' }) }),
          default: Type.Ref(Problem),
        },
      },
    },
    async (request, reply) => {
      const returnTo = returnAddress(request.body.returnTo, services);
      const { name, options } = cookieMode.session;
      const person = await leaveSession(request, cookieMode.sessions, name);
      if (person) await noteAccountEvent(request, services, { action: 'account.sign-out', person });
      reply.clearCookie(name, options);
      loginCookie.keep(reply, { returnTo });
      return { address: managedLogin.signOutAddress() };
    },
  );

  app.get(
    '/managed-login',
    {
      config,
      schema: {
        tags,
        operationId: 'leaveManagedLogin',
        summary: 'Come back from signing out',
        description:
          'Where managed login leads after it ended its session; leads on to the page asked for.',
        response,
      },
    },
    async (request, reply) => {
      const returnTo = loginCookie.read(request)?.returnTo ?? returnAddress(undefined, services);
      loginCookie.forget(reply);
      return reply.redirect(returnTo, 302);
    },
  );
};

function notBegunHere(): PoolkeeperError {
  return new PoolkeeperError({
    code: 'managed_login_refused',
    status: 401,
    publicMessage:
      'That sign-in was not begun in this browser, or took too long. Go back to the application and sign in again.',
  });
}
