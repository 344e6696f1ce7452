import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type Static, Type } from '@sinclair/typebox';
import { isAhead } from '../clock.ts';
import type { SyncState as DomainState } from '../directory/query.ts';
import { moment, oneOf, ref } from './answers.ts';
import { ofPool } from './parameters.ts';
import type { ApiServices } from './services.ts';

/** How fresh a mirror is, as programs read it. */
export const SyncState = Type.Object(
  {
    completeAsOf: Type.Optional(
      moment('All that was true of the pool then is known here; absent before the first sync.'),
    ),
    walk: Type.Optional(
      Type.Object(
        {
          part: oneOf(['users', 'groups']),
          startedAt: moment('When it began.'),
          usersSeen: Type.Integer(),
          rate: Type.Number({ description: 'Users a second.' }),
          estimatedEnd: Type.Optional(moment('Absent while the size of the pool is not known.')),
        },
        { description: 'The sync that is under way; absent when none is.' },
      ),
    ),
    problem: Type.String({ description: 'Why the last sync stopped; empty when it did not.' }),
  },
  { $id: 'SyncState', description: 'How fresh the mirror of a pool is.' },
);

const tags = ['Pools'];

/** How fresh the mirror of a pool is, and the request to have the pool read again. */
export const syncRoutes: FastifyPluginAsyncTypebox<ApiServices> = async (app, { pools, now }) => {
  app.get(
    '/pools/:pool/sync',
    {
      config: { permission: 'users:read', problems: ['pool_not_found'] },
      schema: {
        tags,
        operationId: 'getSyncState',
        summary: 'Read how fresh the mirror is',
        description:
          'When the mirror last held everything, and how far a sync is that is under way. Reads from the mirror are as old as this.',
        params: ofPool,
        response: { 200: ref(SyncState) },
      },
    },
    async ({ params }) => stateAnswer(await pools.get(params.pool).directory.reader.state(), now()),
  );

  app.post(
    '/pools/:pool/sync',
    {
      config: { permission: 'directory:refresh', problems: ['pool_not_found'] },
      schema: {
        tags,
        operationId: 'startSync',
        summary: 'Have the pool read again',
        description: 'Soon, or when the sync that is under way has ended.',
        params: ofPool,
        response: { 202: ref(SyncState) },
      },
    },
    async ({ params }, reply) => {
      const { directory } = pools.get(params.pool);
      await directory.requestWalk();
      return reply.code(202).send(stateAnswer(await directory.reader.state(), now()));
    },
  );
};

function stateAnswer(
  { completeAsOf, walk, problem }: DomainState,
  now: Date,
): Static<typeof SyncState> {
  // A time ahead was noted before the clock jumped back; it says nothing of how fresh this is.
  const isKnown = completeAsOf !== undefined && !isAhead(completeAsOf.getTime(), now.getTime());
  return {
    ...(isKnown && { completeAsOf: completeAsOf.toISOString() }),
    ...(walk && {
      walk: {
        part: walk.part,
        startedAt: walk.startedAt.toISOString(),
        usersSeen: walk.usersSeen,
        rate: walk.rate,
        ...(walk.estimatedEnd && { estimatedEnd: walk.estimatedEnd.toISOString() }),
      },
    }),
    problem,
  };
}
