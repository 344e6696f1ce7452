import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import { accountOf } from '../access.ts';
import { Problem } from '../problems.ts';

const Claims = Type.Record(Type.String(), Type.Unknown(), {
  description: 'The claims of the verified access token.',
});

/** What the caller's own access token says. */
export const claimRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/me/claims',
    {
      config: { permission: 'account' },
      schema: {
        tags: ['Profile'],
        operationId: 'getClaims',
        summary: 'Claims of the access token',
        response: { 200: Claims, default: Type.Ref(Problem) },
      },
    },
    async (request) => accountOf(request).claims,
  );
};
