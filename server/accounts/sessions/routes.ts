import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import { Problem } from '../problems.ts';
import { noteAccountEvent } from '../requests/account-events.ts';
import { StartedSession } from '../sign-in/answers.ts';
import { CheckedToken } from '../tokens/check.ts';
import { type CookieServices, sessionOf } from './cookie-access.ts';
import { claimsOf } from './session-content.ts';
import { leaveSession, startedSession } from './start-session.ts';

/** Refresh, sign-out and check in cookie mode, where the tokens are on the server. */
export const cookieSessionRoutes: FastifyPluginAsyncTypebox<CookieServices> = async (
  app,
  services,
) => {
  const { cookieMode, signIn, now } = services;
  const { sessions, session: kind } = cookieMode;

  app.post(
    '/refresh',
    {
      config: { permission: 'public' },
      schema: {
        tags: ['Tokens'],
        operationId: 'refresh',
        summary: 'New tokens for the session',
        description:
          'The server refreshes tokens by itself before they expire; this brings changes of groups and attributes into them at once. 401 `session_ended` when the session is over.',
        response: { 200: Type.Ref(StartedSession), default: Type.Ref(Problem) },
      },
    },
    async (request, reply) =>
      startedSession(await sessionOf(request, reply, services, sessions.renew), now()),
  );

  app.post(
    '/sign-out',
    {
      config: { permission: 'public' },
      schema: {
        tags: ['Tokens'],
        operationId: 'signOut',
        summary: 'Sign out here',
        description:
          'Ends the session, then revokes its tokens. Also 204 when the session is over already.',
        response: { 204: Type.Null(), default: Type.Ref(Problem) },
      },
    },
    async (request, reply) => {
      const person = await leaveSession(request, sessions, kind.name);
      if (person) await noteAccountEvent(request, services, { action: 'account.sign-out', person });
      return reply.clearCookie(kind.name, kind.options).code(204).send(null);
    },
  );

  app.post(
    '/check-token',
    {
      config: { permission: 'public' },
      schema: {
        tags: ['Tokens'],
        operationId: 'checkToken',
        summary: 'Check the session',
        description:
          'Says whether the session is still valid, after asking the pool whether its tokens were revoked. Those that are due are refreshed on the way.',
        response: { 200: Type.Ref(CheckedToken), default: Type.Ref(Problem) },
      },
    },
    async (request) => {
      const cookie = request.cookies[kind.name];
      const found = cookie === undefined ? undefined : await sessions.resolve(cookie);
      if (cookie === undefined || found === undefined) {
        return { state: 'over' as const, reason: 'session_ended' as const };
      }
      const { accessToken, idToken } = found.content;
      if (!(await signIn.isAccepted(accessToken))) {
        await sessions.end(cookie);
        return { state: 'over' as const, reason: 'revoked' as const };
      }
      const [claims, idClaims] = [claimsOf(accessToken), claimsOf(idToken)];
      return { state: 'valid' as const, claims, idClaims };
    },
  );
};
