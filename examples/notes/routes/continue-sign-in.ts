import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignInStep } from '../../../client/src/index.ts';
import type { Pending, Session } from '../store/sessions.ts';
import type { Parts } from './parts.ts';

/** Begins the session of a sign-in that is done, or keeps the step that it waits at. */
export async function continueSignIn(
  { clientOf, sessions }: Parts,
  request: FastifyRequest,
  reply: FastifyReply,
  session: Session,
  step: SignInStep,
  { username, trusts, next }: Omit<Pending, 'step'>,
): Promise<FastifyReply> {
  if (step.status !== 'signed-in') {
    session.pending = { step: JSON.stringify(step), username, trusts, next };
    sessions.begin(request, reply, session);
    return reply.redirect('/sign-in/challenge', 303);
  }
  session.pending = undefined;
  session.username = step.username;
  if (trusts && step.mayRememberDevice) await clientOf(session).devices.remember();
  sessions.saveDevices(request, reply, session, trusts);
  sessions.begin(request, reply, session);
  return reply.redirect(next, 303);
}
