import type { FastifyInstance } from 'fastify';
import type { SignInStep } from '../../../client/src/index.ts';
import { problemOf } from '../errors.ts';
import { textIn } from '../forms.ts';
import { showPage } from '../pages.ts';
import { continueSignIn } from './continue-sign-in.ts';
import type { Parts } from './parts.ts';

/** Whatever the pool asks for before it issues tokens, one page and one request each. */
export async function challengeRoutes(app: FastifyInstance, parts: Parts): Promise<void> {
  const { clientOf, sessions } = parts;

  app.get('/sign-in/challenge', async (request, reply) => {
    const session = sessions.of(request);
    if (session?.pending === undefined) return reply.redirect('/sign-in', 303);
    const step = clientOf(session).resume(JSON.parse(session.pending.step));
    return showPage(request, reply, 'sign-in/challenge', { step });
  });

  app.post('/sign-in/challenge', async (request, reply) => {
    const session = sessions.of(request);
    const pending = session?.pending;
    if (session === undefined || pending === undefined) return reply.redirect('/sign-in', 303);
    const step = clientOf(session).resume(JSON.parse(pending.step));
    try {
      const next = await answer(step, request.body);
      return await continueSignIn(parts, request, reply, session, next, pending);
    } catch (error) {
      const problem = problemOf(error);
      // Without another handle the sign-in has ended.
      if (problem.handle === undefined) {
        sessions.end(request, reply);
        const { username, next } = pending;
        return showPage(request, reply, 'sign-in/sign-in', { next, problem, typed: { username } });
      }
      // The step has the other handle now.
      session.pending = { ...pending, step: JSON.stringify(step) };
      return showPage(request, reply, 'sign-in/challenge', { step, problem });
    }
  });
}

/** Answers a step from its form. */
async function answer(step: SignInStep, form: unknown): Promise<SignInStep> {
  switch (step.status) {
    case 'signed-in':
      return step;
    case 'new-password': {
      const typed = step.requiredAttributes.map((name) => [
        name,
        textIn(form, `attribute-${name}`),
      ]);
      const attributes = typed.length > 0 ? Object.fromEntries(typed) : undefined;
      return step.setPassword(textIn(form, 'newPassword'), attributes);
    }
    case 'choose-factor': {
      const factor = step.factors.find((each) => each === textIn(form, 'factor'));
      return factor === undefined ? step : step.choose(factor);
    }
    case 'choose-challenge':
      return step.choose(textIn(form, 'choice'), textIn(form, 'password') || undefined);
    case 'password-srp':
      return step.answer(textIn(form, 'password'));
    case 'set-up-totp':
      return step.verify(textIn(form, 'code').trim());
    default:
      return step.answer(textIn(form, 'code').trim());
  }
}
