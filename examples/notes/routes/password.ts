import type { FastifyInstance } from 'fastify';
import { problemOf } from '../errors.ts';
import { textIn, typedIn } from '../forms.ts';
import { showPage } from '../pages.ts';
import type { Parts } from './parts.ts';

/** A forgotten password: a code by email or SMS, then a new one. */
export async function passwordRoutes(app: FastifyInstance, { clientOf }: Parts): Promise<void> {
  app.get('/forgot-password', async (request, reply) =>
    showPage(request, reply, 'sign-in/forgot-password', {}),
  );

  app.post('/forgot-password', async (request, reply) => {
    const username = textIn(request.body, 'username');
    try {
      await clientOf().forgotPassword(username);
      return reply.redirect(resetPath(username), 303);
    } catch (error) {
      const typed = typedIn(request.body, 'username');
      return showPage(request, reply, 'sign-in/forgot-password', {
        problem: problemOf(error),
        typed,
      });
    }
  });

  app.get('/reset-password', async (request, reply) =>
    showPage(request, reply, 'sign-in/reset-password', {
      username: textIn(request.query, 'username'),
    }),
  );

  app.post('/reset-password', async (request, reply) => {
    const username = textIn(request.body, 'username');
    const code = textIn(request.body, 'code').trim();
    try {
      await clientOf().resetPassword(username, code, textIn(request.body, 'newPassword'));
      return reply.redirect('/sign-in?done=reset', 303);
    } catch (error) {
      return showPage(request, reply, 'sign-in/reset-password', {
        username,
        problem: problemOf(error),
      });
    }
  });
}

/** Where a code and a new password are entered. */
export function resetPath(username: string): string {
  return `/reset-password?username=${encodeURIComponent(username)}`;
}
