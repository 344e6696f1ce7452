import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IssuedTokens, SignInResult } from '../../cognito/sign-in.ts';
import { goTo } from '../../web/htmx.ts';
import type { OperatorServices } from '../plugin.ts';

/**
 * Goes on after the pool accepted an answer: into the console with a fresh session, or to the page
 * of the question that it asks next.
 *
 * @param returnTo a path of this console, or empty
 * @throws PoolkeeperError what `Sessions.create` throws
 */
export async function finish(
  request: FastifyRequest,
  reply: FastifyReply,
  services: OperatorServices,
  result: SignInResult,
  returnTo: string,
): Promise<FastifyReply> {
  if (result.kind === 'tokens') return enter(request, reply, services, result.tokens, returnTo);
  const { cookies, pendingSignIns } = services;
  const { requiredAttributes, ...challenge } = result.challenge;
  const cookie = await pendingSignIns.create({
    challenge: { ...challenge, requiredAttributes: [...requiredAttributes] },
    returnTo,
  });
  const maxAge = pendingSignIns.lifetime / 1000;
  reply.setCookie(cookies.pending.name, cookie, { ...cookies.pending.options, maxAge });
  return goTo(request, reply, '/sign-in/new-password');
}

async function enter(
  request: FastifyRequest,
  reply: FastifyReply,
  services: OperatorServices,
  tokens: IssuedTokens,
  returnTo: string,
): Promise<FastifyReply> {
  const { cookies, sessions } = services;
  await leave(request, reply, services);
  const { cookie, operator } = await sessions.create(tokens);
  const { sub, role, sessionId } = operator;
  request.log.info({ operator: sub, role, session: sessionId }, 'operator signed in');
  reply.setCookie(cookies.session.name, cookie, cookies.session.options);
  return goTo(request, reply, returnTo || '/');
}

/** Ends whatever session or half-finished sign-in the browser came with. */
export async function leave(
  request: FastifyRequest,
  reply: FastifyReply,
  { cookies, pendingSignIns, sessions }: OperatorServices,
): Promise<void> {
  const pending = request.cookies[cookies.pending.name];
  if (pending !== undefined) {
    await pendingSignIns.remove(pending);
    reply.clearCookie(cookies.pending.name, cookies.pending.options);
  }
  const session = request.cookies[cookies.session.name];
  if (session === undefined) return;
  reply.clearCookie(cookies.session.name, cookies.session.options);
  try {
    const operator = await sessions.end(session);
    if (operator === undefined) return;
    request.log.info(
      { operator: operator.sub, session: operator.sessionId },
      'operator signed out',
    );
  } catch (error) {
    // The session itself is gone; only its refresh token lives on at the pool until it expires.
    request.log.warn({ err: error }, 'refresh token not revoked');
  }
}
