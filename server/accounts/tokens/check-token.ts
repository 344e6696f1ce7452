import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import { Problem } from '../problems.ts';
import type { AccountServices } from '../services.ts';
import { CheckedToken, checkTokens } from './check.ts';
import { DeviceKey, RefreshToken } from './schemas.ts';

const Jwt = Type.String({ minLength: 1, maxLength: 16_384 });

/** Says whether tokens are still valid, and refreshes them on the way. */
export const checkTokenRoutes: FastifyPluginAsyncTypebox<AccountServices> = async (
  app,
  services,
) => {
  app.post(
    '/check-token',
    {
      config: { permission: 'public' },
      schema: {
        tags: ['Tokens'],
        operationId: 'checkToken',
        summary: 'Check tokens, and refresh them if they are over',
        description:
          'Verifies signature, issuer, app client, kind and expiry, and asks the pool whether the tokens were revoked. With a refresh token, expired or revoked ones are replaced.',
        body: Type.Object({
          accessToken: Jwt,
          idToken: Type.Optional(Jwt),
          refreshToken: Type.Optional(RefreshToken),
          deviceKey: Type.Optional(DeviceKey),
        }),
        response: { 200: Type.Ref(CheckedToken), default: Type.Ref(Problem) },
      },
    },
    async ({ body }) => checkTokens(body, services),
  );
};
