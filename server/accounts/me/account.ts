import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import { PoolkeeperError } from '../../errors.ts';
import { accountOf } from '../access.ts';
import { NewPassword, noBody } from '../members.ts';
import { Problem } from '../problems.ts';
import type { AccountServices } from '../services.ts';
import { endAllSessions, endOtherSessions } from '../sessions/end-sessions.ts';
import { limitGuesses } from './limit-guesses.ts';

/** Milliseconds since the password was proven in which an account can be deleted. */
const recentSignIn = 15 * 60_000;

/** Characters. Source: API reference, ChangePassword. */
const longestPassword = 256;

/** Changing the own password, signing out everywhere and deleting the own account. */
export const ownAccountRoutes: FastifyPluginAsyncTypebox<AccountServices> = async (
  app,
  services,
) => {
  const { selfService, now } = services;

  app.post(
    '/me/password',
    {
      config: { permission: 'account' },
      schema: {
        tags: ['Password'],
        operationId: 'changePassword',
        summary: 'Change the own password',
        description: 'Wrong current passwords are rate limited.',
        body: Type.Object(
          {
            currentPassword: Type.String({ minLength: 1, maxLength: longestPassword }),
            newPassword: NewPassword,
          },
          { additionalProperties: false },
        ),
        response: { 204: noBody('The password is changed.'), default: Type.Ref(Problem) },
      },
    },
    async (request, reply) => {
      const { accessToken } = accountOf(request);
      const { currentPassword, newPassword } = request.body;
      await limitGuesses(services, request, 'password', () =>
        selfService.changePassword(accessToken, currentPassword, newPassword),
      );
      await endOtherSessions(request, services);
      return reply.code(204).send();
    },
  );

  app.post(
    '/me/sign-out-everywhere',
    {
      config: { permission: 'account' },
      schema: {
        tags: ['Sessions'],
        operationId: 'signOutEverywhere',
        summary: 'Sign out on every device',
        description: 'Revokes every refresh and access token of the account.',
        response: {
          204: noBody('Every sign-in of the account has ended.'),
          default: Type.Ref(Problem),
        },
      },
    },
    async (request, reply) => {
      await selfService.signOutEverywhere(accountOf(request).accessToken);
      await endAllSessions(request, reply, services);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/me',
    {
      config: { permission: 'account' },
      schema: {
        tags: ['Profile'],
        operationId: 'deleteMe',
        summary: 'Delete the own account',
        description: 'Cannot be undone. Needs a sign-in at most 15 minutes ago.',
        response: { 204: noBody('The account is deleted.'), default: Type.Ref(Problem) },
      },
    },
    async (request, reply) => {
      const { accessToken, signedInAt } = accountOf(request);
      if (now().getTime() - signedInAt.getTime() > recentSignIn) throw signInAgain();
      await selfService.deleteUser(accessToken);
      await endAllSessions(request, reply, services);
      return reply.code(204).send();
    },
  );
};

function signInAgain(): PoolkeeperError {
  return new PoolkeeperError({
    code: 'recent_sign_in_required',
    status: 401,
    publicMessage: 'You signed in a while ago. Sign in again, then repeat this.',
  });
}
