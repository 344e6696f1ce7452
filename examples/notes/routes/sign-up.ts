import type { FastifyInstance } from 'fastify';
import { problemOf } from '../errors.ts';
import { textIn, typedIn } from '../forms.ts';
import { showPage } from '../pages.ts';
import type { Parts } from './parts.ts';

/** Creating an account and confirming its email address. */
export async function signUpRoutes(app: FastifyInstance, { clientOf }: Parts): Promise<void> {
  app.get('/sign-up', async (request, reply) => showPage(request, reply, 'sign-in/sign-up', {}));

  app.post('/sign-up', async (request, reply) => {
    const {
      username = '',
      name = '',
      email = '',
    } = typedIn(request.body, 'username', 'name', 'email');
    try {
      const { isConfirmed } = await clientOf().signUp({
        username,
        password: textIn(request.body, 'password'),
        attributes: { email, ...(name !== '' && { name }) },
      });
      const next = isConfirmed ? '/sign-in?done=confirmed' : confirmPath(username);
      return reply.redirect(next, 303);
    } catch (error) {
      const problem = problemOf(error);
      return showPage(request, reply, 'sign-in/sign-up', {
        problem,
        typed: { username, name, email },
      });
    }
  });

  app.get('/confirm', async (request, reply) =>
    showPage(request, reply, 'sign-in/confirm', { username: textIn(request.query, 'username') }),
  );

  app.post('/confirm', async (request, reply) => {
    const username = textIn(request.body, 'username');
    try {
      await clientOf().confirm(username, textIn(request.body, 'code').trim());
      return reply.redirect('/sign-in?done=confirmed', 303);
    } catch (error) {
      return showPage(request, reply, 'sign-in/confirm', { username, problem: problemOf(error) });
    }
  });

  app.post('/confirm/resend', async (request, reply) => {
    const username = textIn(request.body, 'username');
    try {
      await clientOf().resend(username);
      return reply.redirect(`${confirmPath(username)}&done=resent`, 303);
    } catch (error) {
      return showPage(request, reply, 'sign-in/confirm', { username, problem: problemOf(error) });
    }
  });
}

/** Where the code of a new account is entered. */
export function confirmPath(username: string): string {
  return `/confirm?username=${encodeURIComponent(username)}`;
}
