import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import { Problem } from '../problems.ts';
import { noteAccountEvent } from '../requests/account-events.ts';
import type { AccountServices } from '../services.ts';
import { toTokens } from '../sign-in/answer-tokens.ts';
import { Tokens } from '../sign-in/answers.ts';
import { DeviceKey, RefreshToken } from './schemas.ts';

/** Refreshing and revoking tokens that the application holds itself. */
export const refreshRoutes: FastifyPluginAsyncTypebox<AccountServices> = async (app, services) => {
  const { refreshOnce } = services;

  app.post(
    '/refresh',
    {
      config: { permission: 'public' },
      schema: {
        tags: ['Tokens'],
        operationId: 'refresh',
        summary: 'New tokens for a refresh token',
        description:
          '401 `session_ended` when the refresh token has expired, was revoked or belongs to another app client.',
        body: Type.Object({ refreshToken: RefreshToken, deviceKey: Type.Optional(DeviceKey) }),
        response: { 200: Type.Ref(Tokens), default: Type.Ref(Problem) },
      },
    },
    async ({ body: { refreshToken, deviceKey } }) =>
      toTokens(await refreshOnce.refresh(refreshToken, deviceKey)),
  );

  app.post(
    '/sign-out',
    {
      config: { permission: 'public' },
      schema: {
        tags: ['Tokens'],
        operationId: 'signOut',
        summary: 'Sign out here',
        description:
          'Revokes the refresh token and every access token that came from it. Also 204 for one that is not valid any more.',
        body: Type.Object({ refreshToken: RefreshToken }),
        response: { 204: Type.Null(), default: Type.Ref(Problem) },
      },
    },
    async (request, reply) => {
      await refreshOnce.revoke(request.body.refreshToken);
      // The pool does not say whose token it was.
      await noteAccountEvent(request, services, { action: 'account.sign-out' });
      return reply.code(204).send(null);
    },
  );
};
