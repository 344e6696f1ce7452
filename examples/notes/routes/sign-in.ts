import type { FastifyInstance } from 'fastify';
import { userOf } from '../../../server/accounts/plugin.ts';
import { problemOf } from '../errors.ts';
import { safeNext, textIn, typedIn } from '../forms.ts';
import { showPage } from '../pages.ts';
import { continueSignIn } from './continue-sign-in.ts';
import { accountOf, type Parts } from './parts.ts';
import { resetPath } from './password.ts';
import { confirmPath } from './sign-up.ts';

/** Signing in with a password, and signing out here and everywhere. */
export async function signInRoutes(app: FastifyInstance, parts: Parts): Promise<void> {
  const { clientOf, sessions } = parts;

  app.get('/', async (request, reply) =>
    (await clientOf(sessions.of(request)).username()) === undefined
      ? showPage(request, reply, 'sign-in/welcome', {})
      : reply.redirect('/notes', 303),
  );

  app.get('/sign-in', async (request, reply) =>
    showPage(request, reply, 'sign-in/sign-in', { next: safeNext(textIn(request.query, 'next')) }),
  );

  app.post('/sign-in', async (request, reply) => {
    const username = textIn(request.body, 'username');
    const next = safeNext(textIn(request.body, 'next'));
    const trusts = textIn(request.body, 'trust') === 'yes';
    const password = textIn(request.body, 'password');
    const session = sessions.create(request);
    try {
      const step = await clientOf(session).signIn({ username, password });
      const signIn = { username, trusts, next };
      return await continueSignIn(parts, request, reply, session, step, signIn);
    } catch (error) {
      const problem = problemOf(error);
      if (problem.code === 'user_not_confirmed') return reply.redirect(confirmPath(username), 303);
      if (problem.code === 'password_reset_required') {
        return reply.redirect(resetPath(username), 303);
      }
      return showPage(request, reply, 'sign-in/sign-in', {
        next,
        problem,
        typed: typedIn(request.body, 'username', 'trust'),
      });
    }
  });

  app.post('/sign-in/choice', async (request, reply) => {
    const username = textIn(request.body, 'username');
    const next = safeNext(textIn(request.body, 'next'));
    const session = sessions.create(request);
    try {
      const step = await clientOf(session).signIn({ username, flow: 'choice' });
      const signIn = { username, trusts: false, next };
      return await continueSignIn(parts, request, reply, session, step, signIn);
    } catch (error) {
      const problem = problemOf(error);
      return showPage(request, reply, 'sign-in/sign-in', { next, problem, typed: { username } });
    }
  });

  app.post('/sign-out', async (request, reply) => {
    const client = clientOf(sessions.of(request));
    sessions.end(request, reply);
    if ((await client.username()) !== undefined) {
      await client.signOut().catch((error: unknown) => {
        request.log.error({ err: error }, 'the tokens were not revoked');
      });
    }
    return reply.redirect('/sign-in?done=signed-out', 303);
  });

  app.post('/sign-out-everywhere', { onRequest: app.requireUser }, async (request, reply) => {
    await accountOf(parts, request).signOutEverywhere();
    sessions.endAll(userOf(request).username);
    sessions.end(request, reply);
    return reply.redirect('/sign-in?done=signed-out-everywhere', 303);
  });
}
