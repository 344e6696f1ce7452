import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignInGateway } from '../../cognito/sign-in.ts';
import type { AnswerSignIn, SignedIn } from '../sign-in/answer-tokens.ts';
import type { StartedSession } from '../sign-in/answers.ts';
import {
  type AccountSessions,
  accountSessionTimes,
  type PresentSession,
} from './account-sessions.ts';
import type { CookieMode } from './cookie-mode.ts';
import type { AccountSessionContent } from './session-content.ts';

type Parts = {
  readonly cookieMode: CookieMode;
  readonly signIn: Pick<SignInGateway, 'confirmDevice'>;
};

/**
 * Makes the answer of a sign-in in cookie mode: a new session, in place of the one that the browser came
 * with, so that no cookie from before the sign-in is signed in after it.
 */
export function startSession(parts: Parts): AnswerSignIn {
  return async (signedIn, request, reply) => {
    const content = await beginSession(signedIn, 'direct', request, reply, parts);
    return { username: content.username, expiresIn: accountSessionTimes.longest / 1000 };
  };
}

/**
 * Begins a session and sets its cookie.
 *
 * @throws PoolkeeperError what `AccountSessions.create` throws; then the session before stays
 */
export async function beginSession(
  signedIn: SignedIn,
  way: AccountSessionContent['way'],
  request: FastifyRequest,
  reply: FastifyReply,
  { cookieMode, signIn }: Parts,
): Promise<AccountSessionContent> {
  const { name, options } = cookieMode.session;
  await confirmDevice(signedIn, request, signIn);
  const { cookie, content } = await cookieMode.sessions.create(signedIn.tokens, way);
  await leaveSession(request, cookieMode.sessions, name);
  reply.setCookie(name, cookie, { ...options, maxAge: accountSessionTimes.longest / 1000 });
  return content;
}

/**
 * Ends the session of a request's cookie, if there is one, and then revokes its tokens.
 *
 * @returns what it held
 */
export async function leaveSession(
  request: FastifyRequest,
  sessions: Pick<AccountSessions, 'end'>,
  cookieName: string,
): Promise<AccountSessionContent | undefined> {
  const cookie = request.cookies[cookieName];
  const ended = cookie === undefined ? undefined : await sessions.end(cookie);
  if (ended?.failure !== undefined) {
    // The session is gone; its refresh token stays valid at the pool until it expires.
    request.log.warn({ err: ended.failure }, 'refresh token not revoked');
  }
  return ended?.content;
}

/** Where the pool tracks devices, a refresh token works only once its device is confirmed. */
async function confirmDevice(
  { tokens, newDevice }: SignedIn,
  request: FastifyRequest,
  signIn: Parts['signIn'],
): Promise<void> {
  if (newDevice === undefined) return;
  const options = { name: 'Browser', isRemembered: false };
  await signIn.confirmDevice(tokens.accessToken, newDevice, options).catch((error: unknown) => {
    request.log.warn({ err: error }, 'device not confirmed');
  });
}

/** A session as it is answered: who it is of, and until when. */
export function startedSession({ row, content }: PresentSession, now: Date): StartedSession {
  const expiresIn = Math.round((row.expiresAt - now.getTime()) / 1000);
  return { username: content.username, expiresIn };
}
