import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type Static, Type } from '@sinclair/typebox';
import type { OwnSession } from '../../cognito/self-service.ts';
import { accountOf } from '../access.ts';
import { noBody } from '../members.ts';
import { Problem } from '../problems.ts';
import type { AccountServices } from '../services.ts';

const moment = Type.Union([Type.String({ format: 'date-time' }), Type.Null()]);

const Session = Type.Object(
  {
    id: Type.String(),
    kind: Type.Union([Type.Literal('tokens'), Type.Literal('browser')], {
      description: 'Tokens of an application, or a browser that is signed in to managed login.',
    }),
    clientId: Type.String({ description: 'The app client that was signed in with.' }),
    device: Type.String({ description: 'What the browser or app calls itself.' }),
    address: Type.String({ description: 'IP address of its last use.' }),
    createdAt: moment,
    activeAt: moment,
    isCurrent: Type.Boolean({ description: 'The access token of this request belongs to it.' }),
  },
  { description: 'Something that the account is signed in with.' },
);

/** Where the own account is signed in. */
export const sessionRoutes: FastifyPluginAsyncTypebox<AccountServices> = async (
  app,
  { selfService },
) => {
  app.get(
    '/me/sessions',
    {
      config: { permission: 'account' },
      schema: {
        tags: ['Sessions'],
        operationId: 'listSessions',
        summary: 'List where the account is signed in',
        description: 'Where the pool tracks sessions, of all its applications.',
        response: {
          200: Type.Object({ sessions: Type.Array(Session) }),
          default: Type.Ref(Problem),
        },
      },
    },
    async (request) => {
      const sessions = await selfService.sessions(accountOf(request).accessToken);
      return { sessions: sessions.map(toSession) };
    },
  );

  app.delete(
    '/me/sessions/:id',
    {
      config: { permission: 'account' },
      schema: {
        tags: ['Sessions'],
        operationId: 'endSession',
        summary: 'End another session of the account',
        description:
          'Revokes its tokens, and ends the managed-login session that they came through; ending a managed-login session revokes all tokens that came through it. The own session ends by `POST /sign-out`.',
        params: Type.Object({
          id: Type.String({ maxLength: 256, description: 'As `GET /me/sessions` lists it.' }),
        }),
        response: { 204: noBody('The session has ended.'), default: Type.Ref(Problem) },
      },
    },
    async (request, reply) => {
      await selfService.endSession(accountOf(request).accessToken, request.params.id);
      return reply.code(204).send();
    },
  );
};

function toSession({ createdAt, activeAt, ...rest }: OwnSession): Static<typeof Session> {
  return {
    ...rest,
    createdAt: createdAt?.toISOString() ?? null,
    activeAt: activeAt?.toISOString() ?? null,
  };
}
