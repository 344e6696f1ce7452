import type { FastifyPluginAsync } from 'fastify';

/** A named thing the console cannot do without; `check` rejects when it cannot be reached. */
export type Dependency = { readonly name: string; readonly check: () => Promise<unknown> };

type Services = { readonly dependencies: readonly Dependency[] };

/** For load balancers and containers: is the process up, and can it do its work? */
export const healthRoutes: FastifyPluginAsync<Services> = async (app, { dependencies }) => {
  const options = { config: { permission: 'public' as const } };

  app.get('/healthz', options, async () => ({ status: 'ok' }));

  app.get('/readyz', options, async (request, reply) => {
    const results = await Promise.all(
      dependencies.map(async ({ name, check }) => {
        try {
          await check();
          return { name, isReady: true };
        } catch (error) {
          request.log.warn({ err: error, dependency: name }, 'not ready');
          return { name, isReady: false };
        }
      }),
    );
    const isReady = results.every((result) => result.isReady);
    return reply.code(isReady ? 200 : 503).send({
      status: isReady ? 'ready' : 'not ready',
      dependencies: Object.fromEntries(
        results.map((result) => [result.name, result.isReady ? 'ok' : 'unreachable']),
      ),
    });
  });
};
