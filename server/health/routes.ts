import type { FastifyPluginAsync } from 'fastify';
import { shareAnswer } from '../share-answer.ts';

/** A named thing the console cannot do without; `check` rejects when it cannot be reached. */
export type Dependency = { readonly name: string; readonly check: () => Promise<unknown> };

type Services = {
  readonly dependencies: readonly Dependency[];
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
};

/** Milliseconds between two looks at the dependencies. */
const betweenLooks = 10_000;

/** For load balancers and containers: is the process up, and can it do its work? */
export const healthRoutes: FastifyPluginAsync<Services> = async (
  app,
  { dependencies, elapsed },
) => {
  // Load balancers ask by HEAD too.
  const options = { config: { permission: 'public' as const }, exposeHeadRoute: true };

  app.get('/healthz', options, async () => ({ status: 'ok' }));

  const look = shareAnswer(
    () =>
      Promise.all(
        dependencies.map(async ({ name, check }) => {
          try {
            await check();
            return { name, isReady: true };
          } catch (error) {
            app.log.warn({ err: error, dependency: name }, 'not ready');
            return { name, isReady: false };
          }
        }),
      ),
    betweenLooks,
    elapsed,
  );

  // Anybody can ask, so the dependencies are asked for all callers together.
  app.get('/readyz', options, async (_request, reply) => {
    const results = await look();
    const isReady = results.every((result) => result.isReady);
    return reply.code(isReady ? 200 : 503).send({
      status: isReady ? 'ready' : 'not ready',
      dependencies: Object.fromEntries(
        results.map((result) => [result.name, result.isReady ? 'ok' : 'unreachable']),
      ),
    });
  });
};
