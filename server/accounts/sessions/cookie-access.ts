import type { FastifyReply, FastifyRequest } from 'fastify';
import { PoolkeeperError } from '../../errors.ts';
import { ProblemWithMembers } from '../../web/requests/problem-details.ts';
import { notSignedIn, type ResolveAccount } from '../access.ts';
import type { AccountServices } from '../services.ts';
import type { PresentSession } from './account-sessions.ts';
import type { CookieMode } from './cookie-mode.ts';
import { accountOfSession } from './session-content.ts';

export type CookieServices = AccountServices & { readonly cookieMode: CookieMode };

/**
 * Makes what finds the user of a request by the application's cookie. Bearer tokens are refused, so that a
 * program does not take one mode for the other.
 *
 * The returned function throws PoolkeeperError `not_signed_in`, `bearer_refused` or `session_ended` (401).
 */
export function resolveCookieAccount(services: CookieServices): ResolveAccount {
  const { sessions } = services.cookieMode;
  return async (request, reply) => {
    if (request.headers.authorization !== undefined) throw bearerRefused();
    const { content, row } = await sessionOf(request, reply, services, sessions.resolve);
    return accountOfSession(content, row);
  };
}

/**
 * The session of a request's cookie.
 *
 * @param find `resolve`, or `renew` for new tokens
 * @throws PoolkeeperError `not_signed_in` without a cookie; `session_ended` for one whose session is over,
 * with the address of managed login where the application has one
 */
export async function sessionOf(
  request: FastifyRequest,
  reply: FastifyReply,
  services: CookieServices,
  find: (cookie: string) => Promise<PresentSession | undefined>,
): Promise<PresentSession> {
  const { name, options } = services.cookieMode.session;
  const cookie = request.cookies[name];
  if (cookie === undefined) throw notSignedIn();
  const found = await find(cookie);
  if (found !== undefined) return found;
  reply.clearCookie(name, options);
  throw sessionEnded(services);
}

function bearerRefused(): PoolkeeperError {
  return new PoolkeeperError({
    code: 'bearer_refused',
    status: 401,
    publicMessage:
      'This application keeps its tokens on the server. Send the cookie of the session, and no Authorization header.',
  });
}

function sessionEnded({ managedLogin }: AccountServices): Error {
  const problem = new PoolkeeperError({
    code: 'session_ended',
    status: 401,
    publicMessage: 'Your session has ended. Sign in again.',
  });
  if (managedLogin === undefined) return problem;
  return new ProblemWithMembers(problem, { managedLogin: managedLogin.addressOf('/start') });
}
