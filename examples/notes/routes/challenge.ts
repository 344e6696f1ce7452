import type { FastifyInstance } from 'fastify';
import type { Challenge } from '../account-api/answers.ts';
import { problemOf } from '../account-api/problem.ts';
import { textIn } from '../forms.ts';
import { showPage } from '../pages.ts';
import { continueSignIn } from './continue-sign-in.ts';
import type { Parts } from './parts.ts';

/** Whatever the pool asks for before it issues tokens, one page and one request each. */
export async function challengeRoutes(app: FastifyInstance, parts: Parts): Promise<void> {
  const { accounts, sessions } = parts;

  app.get('/sign-in/challenge', async (request, reply) => {
    const pending = sessions.of(request)?.pending;
    if (pending === undefined) return reply.redirect('/sign-in', 303);
    return showPage(request, reply, 'sign-in/challenge', { challenge: pending.challenge });
  });

  app.post('/sign-in/challenge', async (request, reply) => {
    const session = sessions.of(request);
    const pending = session?.pending;
    if (session === undefined || pending === undefined) return reply.redirect('/sign-in', 303);
    const { challenge } = pending;
    try {
      const step = await accounts.answer(challenge.handle, answerTo(challenge, request.body));
      return await continueSignIn(parts, request, reply, step, pending);
    } catch (error) {
      const problem = problemOf(error);
      // Without another handle the sign-in has ended.
      if (problem.handle === undefined) {
        sessions.end(request, reply);
        const { username, next } = pending;
        return showPage(request, reply, 'sign-in/sign-in', { next, problem, typed: { username } });
      }
      session.pending = { ...pending, challenge: { ...challenge, handle: problem.handle } };
      return showPage(request, reply, 'sign-in/challenge', { challenge, problem });
    }
  });
}

/** The members of the answer to a challenge, from its form. */
function answerTo(
  { challenge, requiredAttributes = [] }: Challenge,
  form: unknown,
): Readonly<Record<string, unknown>> {
  switch (challenge) {
    case 'NEW_PASSWORD_REQUIRED': {
      const attributes = requiredAttributes.map((name) => [
        name,
        textIn(form, `attribute-${name}`),
      ]);
      return {
        newPassword: textIn(form, 'newPassword'),
        ...(attributes.length > 0 && { attributes: Object.fromEntries(attributes) }),
      };
    }
    case 'SELECT_MFA_TYPE':
      return { factor: textIn(form, 'factor') };
    case 'SELECT_CHALLENGE': {
      const password = textIn(form, 'password');
      return { choice: textIn(form, 'choice'), ...(password !== '' && { password }) };
    }
    default:
      return { code: textIn(form, 'code').trim() };
  }
}
