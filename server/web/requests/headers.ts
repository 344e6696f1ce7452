import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';

type Options = {
  readonly isHttps: boolean;
  /** Other origins that a posted form may lead on to, such as managed login after signing out. */
  readonly formTargets: readonly string[];
};

/**
 * The headers of every answer. Pages hold personal data, so nothing is stored by caches unless a
 * route (static files) says otherwise.
 *
 * Source: OWASP secure headers project; CSP level 3.
 */
export const securityHeaders = fp(
  async (app: FastifyInstance, options: Options) => {
    await app.register(helmet, {
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'self'", ...options.formTargets],
          frameAncestors: ["'none'"],
        },
      },
      strictTransportSecurity: options.isHttps ? { maxAge: 31_536_000 } : false,
      referrerPolicy: { policy: 'same-origin' },
      xFrameOptions: { action: 'deny' },
    });
    app.addHook('onRequest', async (_request, reply) => {
      reply.header('Cache-Control', 'no-store');
    });
  },
  { name: 'security-headers' },
);
