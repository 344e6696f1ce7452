import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import { periodsOf } from '../directory/overview-periods.ts';
import { operatorOf } from '../operators/operator.ts';
import { ref } from './answers.ts';
import { ofPool, wholeNumber } from './parameters.ts';
import { Overview, overviewAnswer, Pool, PoolInList, poolAnswer } from './pool-answers.ts';
import type { ApiServices } from './services.ts';

const standardDays = 30;

/** The pools, and each of them at a glance. */
export const poolRoutes: FastifyPluginAsyncTypebox<ApiServices> = async (app, { pools }) => {
  const permission = 'users:read';
  const tags = ['Pools'];

  app.get(
    '/pools',
    {
      config: { permission },
      schema: {
        tags,
        operationId: 'listPools',
        summary: 'List pools',
        description: 'All that this server manages; with an API key, those that it is for.',
        response: { 200: Type.Object({ pools: Type.Array(ref(PoolInList)) }) },
      },
    },
    async (request) => {
      const { key } = operatorOf(request);
      const visible = pools.all.filter(({ alias }) => key?.pools?.includes(alias) ?? true);
      const listed = visible.map(async ({ alias, isOperatorPool, gateway }) => {
        const description = await gateway.describePool().catch(() => undefined);
        return { alias, isOperatorPool, ...(description && { name: description.name }) };
      });
      return { pools: await Promise.all(listed) };
    },
  );

  app.get(
    '/pools/:pool',
    {
      config: { permission, problems: ['pool_not_found'] },
      schema: {
        tags,
        operationId: 'getPool',
        summary: 'Read one pool',
        description: 'Its schema and the settings that forms and rules follow from.',
        params: ofPool,
        response: { 200: ref(Pool) },
      },
    },
    async ({ params }) => {
      const pool = pools.get(params.pool);
      return poolAnswer(pool, await pool.gateway.describePool());
    },
  );

  app.get(
    '/pools/:pool/overview',
    {
      config: { permission, problems: ['pool_not_found'] },
      schema: {
        tags,
        operationId: 'getOverview',
        summary: 'Read the overview of a pool',
        description: 'Counts that the mirror keeps, each of those who are stuck with its search.',
        params: ofPool,
        querystring: Type.Object({
          days: Type.Optional(
            wholeNumber({
              minimum: 1,
              maximum: 365,
              description: `Length of the series of days, today included; ${standardDays} unless said.`,
            }),
          ),
        }),
        response: { 200: ref(Overview) },
      },
    },
    async ({ params, query: { days = standardDays } }) => {
      const { gateway, directory } = pools.get(params.pool);
      const description = await gateway.describePool().catch(() => undefined);
      const periods = periodsOf(description?.passwordPolicy);
      const [overview, { completeAsOf }] = await Promise.all([
        directory.reader.overview({ days, ...periods }),
        directory.reader.state(),
      ]);
      return overviewAnswer(overview, completeAsOf);
    },
  );
};
