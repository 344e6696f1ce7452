import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignInChallenge, SignInResult } from '../../../cognito/sign-in.ts';
import { PoolkeeperError } from '../../../errors.ts';
import { goTo } from '../../../web/requests/htmx.ts';
import type { Journey } from '../../sessions/pending-sign-ins.ts';
import { finish, pageOf, stopWaiting } from '../finish.ts';
import { noteFailure } from '../note-failure.ts';
import type { PageServices } from '../services.ts';
import { showSignIn } from '../sign-in/sign-in-form.ts';

/** A question that somebody is to answer on its page. */
export type Step<Challenge extends SignInChallenge> = {
  readonly challenge: Challenge;
  readonly journey: Journey;
};

/** What went wrong with an answer, beside its field or above the form. */
export type Problem = Pick<PoolkeeperError, 'fields' | 'publicMessage' | 'status'>;

/** After these there is nothing to answer any more. */
const finalErrors: ReadonlySet<string> = new Set([
  'challenge_expired',
  'challenge_not_supported',
  'device_refused',
  'sign_in_failed',
  'too_many_attempts',
]);

/**
 * Serves the page of a question, as often as it is asked for: the question itself is kept on the
 * server. Without one that this page is for, it leads to the page that is due.
 */
export async function withStep<Challenge extends SignInChallenge>(
  request: FastifyRequest,
  reply: FastifyReply,
  { cookies, pendingSignIns }: PageServices,
  isMine: (challenge: SignInChallenge) => challenge is Challenge,
  serve: (step: Step<Challenge>) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  const cookie = request.cookies[cookies.pending.name];
  const pending = cookie === undefined ? undefined : await pendingSignIns.find(cookie);
  if (pending?.kind !== 'challenge') return goTo(request, reply, '/sign-in');
  const { challenge, journey } = pending;
  if (!isMine(challenge)) return goTo(request, reply, pageOf(challenge));
  return serve({ challenge, journey });
}

/**
 * Gives the pool an answer and goes on with the sign-in. A wrong answer shows the page again, and
 * counts as a failed sign-in; when the question is over, the sign-in form says why.
 *
 * @throws PoolkeeperError `not_an_operator` (403), with nothing left of the sign-in
 */
export async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  services: PageServices,
  { journey }: Step<SignInChallenge>,
  ask: () => Promise<SignInResult>,
  showAgain: (problem: Problem) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  try {
    return await finish(request, reply, services, await ask(), journey);
  } catch (error) {
    if (!(error instanceof PoolkeeperError)) throw error;
    request.log.warn({ code: error.code, address: request.ip }, 'sign-in step failed');
    await noteFailure(request, services, error);
    if (error.code === 'not_an_operator') {
      await stopWaiting(request, reply, services);
      throw error;
    }
    if (!finalErrors.has(error.code)) return showAgain(error);
    await stopWaiting(request, reply, services);
    const { publicMessage, status } = error;
    const { typedName: username, returnTo } = journey;
    return showSignIn(reply, services, { username, returnTo, error: publicMessage, status });
  }
}
