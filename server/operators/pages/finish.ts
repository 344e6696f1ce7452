import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignInChallenge, SignInResult } from '../../cognito/sign-in.ts';
import { PoolkeeperError } from '../../errors.ts';
import { goTo } from '../../web/requests/htmx.ts';
import { isPowerLost } from '../access/power.ts';
import type { Operator } from '../operator.ts';
import type { OperatorServices } from '../services.ts';
import type { OpenSession } from '../sessions/open-session.ts';
import type { Journey, PendingSignIn } from '../sessions/pending-sign-ins.ts';
import { notAnOperator } from '../sessions.ts';
import { browserName } from './browser-name.ts';
import { keepDevice } from './keep-device.ts';
import { tellAudit } from './tell-audit.ts';

type Issued = Extract<SignInResult, { kind: 'tokens' }>;

/** By which pages the person signed in, and how recently they must have. */
type SignInProof = { readonly way: OpenSession['way']; readonly notBefore?: Date };

/**
 * Goes on after the pool accepted an answer: into the console with a fresh session, or to the page
 * of the question that it asks next.
 *
 * @throws PoolkeeperError what `Sessions.create` throws
 */
export async function finish(
  request: FastifyRequest,
  reply: FastifyReply,
  services: OperatorServices,
  result: SignInResult,
  journey: Journey,
): Promise<FastifyReply> {
  if (result.kind === 'tokens') return enter(request, reply, services, result, journey);
  const { challenge } = result;
  await wait(request, reply, services, { kind: 'challenge', challenge, journey });
  return goTo(request, reply, pageOf(challenge));
}

/** The page that asks the question. */
export function pageOf({ name }: SignInChallenge): string {
  if (name === 'NEW_PASSWORD_REQUIRED') return '/sign-in/new-password';
  if (name === 'SELECT_MFA_TYPE') return '/sign-in/factor';
  return name === 'MFA_SETUP' ? '/sign-in/authenticator' : '/sign-in/code';
}

/** Keeps what waits for an answer in place of what this browser waited for before. */
export async function wait(
  request: FastifyRequest,
  reply: FastifyReply,
  services: OperatorServices,
  pending: PendingSignIn,
): Promise<void> {
  const { cookies, pendingSignIns } = services;
  const before = request.cookies[cookies.pending.name];
  if (before !== undefined) await pendingSignIns.remove(before);
  const cookie =
    pending.kind === 'managed'
      ? pendingSignIns.seal(pending)
      : await pendingSignIns.create(pending);
  const maxAge = pendingSignIns.lifetime / 1000;
  reply.setCookie(cookies.pending.name, cookie, { ...cookies.pending.options, maxAge });
}

/** Forgets what waits for an answer. */
export async function stopWaiting(
  request: FastifyRequest,
  reply: FastifyReply,
  { cookies, pendingSignIns }: OperatorServices,
): Promise<void> {
  const pending = request.cookies[cookies.pending.name];
  if (pending === undefined) return;
  await pendingSignIns.remove(pending);
  reply.clearCookie(cookies.pending.name, cookies.pending.options);
}

/**
 * Begins a session with tokens, in place of the one before, and goes to the page asked for. When the
 * tokens are refused, the one before stays.
 *
 * @throws PoolkeeperError what `Sessions.create` throws
 */
export async function enter(
  request: FastifyRequest,
  reply: FastifyReply,
  services: OperatorServices,
  result: Issued,
  journey: Journey,
  { way, notBefore }: SignInProof = { way: 'direct' },
): Promise<FastifyReply> {
  const { cookies, sessions } = services;
  const beginning = {
    way,
    address: request.ip,
    browser: browserName(request.headers['user-agent'] ?? ''),
  };
  await stopWaiting(request, reply, services);
  const { cookie, operator } = await sessions.create(result.tokens, beginning, notBefore);
  await leave(request, reply, services);
  await knowPower(operator, services);
  const { sub, role, sessionId } = operator;
  await tellAudit(request, services, { action: 'operator.sign-in', by: operator, input: { way } });
  request.log.info({ operator: sub, role, session: sessionId }, 'operator signed in');
  reply.setCookie(cookies.session.name, cookie, cookies.session.options);
  await keepDevice(request, reply, services, result, [operator.username, journey.typedName], {
    isRemembered: journey.isRemembered,
  });
  return goTo(request, reply, journey.returnTo || '/');
}

/**
 * Asks for the power of somebody who has just come in, so that no page has to wait for it. What was
 * known of them may be from before, when they had none.
 *
 * @throws PoolkeeperError `not_an_operator` (403) for somebody whom only the token gives a group
 */
async function knowPower(operator: Operator, { power }: OperatorServices): Promise<void> {
  power.forget(operator.sub);
  try {
    await power.confirmToRead(operator);
  } catch (error) {
    if (isPowerLost(error)) throw notAnOperator();
    // The tokens have just been issued; the first page asks again.
    if (!(error instanceof PoolkeeperError)) throw error;
  }
}

/**
 * Ends whatever session or half-finished sign-in the browser came with.
 *
 * @returns how the ended session had begun; undefined when there was none
 */
export async function leave(
  request: FastifyRequest,
  reply: FastifyReply,
  services: OperatorServices,
): Promise<OpenSession | undefined> {
  const { cookies, sessions } = services;
  await stopWaiting(request, reply, services);
  const session = request.cookies[cookies.session.name];
  if (session === undefined) return undefined;
  const ended = await sessions.end(session);
  reply.clearCookie(cookies.session.name, cookies.session.options);
  if (ended === undefined) return undefined;
  const { sub, sessionId } = ended.session;
  await tellAudit(request, services, { action: 'operator.sign-out', by: ended.session });
  request.log.info({ operator: sub, session: sessionId }, 'operator signed out');
  if (ended.failure !== undefined) {
    // The session itself is gone; only its refresh token lives on at the pool until it expires.
    request.log.warn({ err: ended.failure }, 'refresh token not revoked');
  }
  return ended.session;
}
