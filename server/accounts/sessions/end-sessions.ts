import type { FastifyReply, FastifyRequest } from 'fastify';
import { createEndAfterReset } from '../../operators/sessions/end-after-reset.ts';
import { accountOf } from '../access.ts';
import type { AccountServices } from '../services.ts';

/** Ends the sessions of the request's user at this server in cookie mode, but for the present one. */
export async function endOtherSessions(
  request: FastifyRequest,
  { cookieMode }: AccountServices,
): Promise<void> {
  const { sub, session } = accountOf(request);
  await logged(request, cookieMode?.sessions.endAllOf(sub, session));
}

/** Ends all sessions of the request's user at this server in cookie mode, and forgets the cookie. */
export async function endAllSessions(
  request: FastifyRequest,
  reply: FastifyReply,
  { cookieMode }: AccountServices,
): Promise<void> {
  if (cookieMode === undefined) return;
  await logged(request, cookieMode.sessions.endAllOf(accountOf(request).sub));
  reply.clearCookie(cookieMode.session.name, cookieMode.session.options);
}

/**
 * Ends the sessions of a person who has set a forgotten password. The new password stands whether or
 * not they could be ended, which the log then says.
 *
 * @param name as it was typed: the username, or an alias of it
 */
export async function endSessionsOfNamed(
  request: FastifyRequest,
  { cookieMode, gateway }: AccountServices,
  name: string,
): Promise<void> {
  if (cookieMode === undefined) return;
  await logged(request, createEndAfterReset({ gateway, sessions: cookieMode.sessions })(name));
}

/** What was asked for is done: a session whose tokens no longer work ends at its next refresh. */
async function logged(
  { log }: FastifyRequest,
  ending: Promise<unknown> | undefined,
): Promise<void> {
  try {
    await ending;
  } catch (error) {
    log.error({ err: error }, 'sessions of an account were not ended');
  }
}
