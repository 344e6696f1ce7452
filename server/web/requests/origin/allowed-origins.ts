import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';

type Options = {
  /** Exactly these may call, each as browsers write it in `Origin`. */
  readonly origins: readonly string[];
  /** Whether pages of these origins may send the cookie along. */
  readonly withCookies: boolean;
};

/** What a page may read of an answer, beside its body. */
const exposedHeaders = [
  'ETag',
  'Idempotency-Replayed',
  'Link',
  'Location',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
  'Retry-After',
  'WWW-Authenticate',
  'X-Request-Id',
].join(', ');

/** What a page may send, beside what every page may. */
const allowedHeaders = [
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'If-Match',
  'If-None-Match',
].join(', ');

/** Seconds for which a browser need not ask again. */
const preflightAge = 600;

/**
 * CORS for the pages of the application's own origins. All others are answered without a header that
 * would let them read the answer.
 *
 * Source: Fetch Standard, "CORS protocol"; RFC 9110, 12.5.5 (`Vary`).
 */
export const allowedOrigins = fp(
  async (app: FastifyInstance, { origins, withCookies }: Options) => {
    app.addHook('onRequest', async (request, reply) => {
      const { origin } = request.headers;
      reply.header('Vary', 'Origin');
      if (origin === undefined || !origins.includes(origin)) return;
      reply.header('Access-Control-Allow-Origin', origin);
      reply.header('Access-Control-Expose-Headers', exposedHeaders);
      if (withCookies) reply.header('Access-Control-Allow-Credentials', 'true');
    });
  },
  { name: 'allowed-origins' },
);

/** What a browser asks before it sends a request of another origin's page that is no simple one. */
export async function preflightRoute(
  app: FastifyInstance,
  { origins }: Pick<Options, 'origins'>,
): Promise<void> {
  app.options(
    '/*',
    { config: { permission: 'public' }, schema: { hide: true } },
    async ({ headers: { origin } }, reply) => {
      if (origin !== undefined && origins.includes(origin)) {
        reply.header('Access-Control-Allow-Methods', 'GET, POST, PUT, PATCH, DELETE');
        reply.header('Access-Control-Allow-Headers', allowedHeaders);
        reply.header('Access-Control-Max-Age', String(preflightAge));
      }
      return reply.code(204).send();
    },
  );
}
