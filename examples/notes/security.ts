import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';

/** Headers of every page, and CSRF protection of every form. */
export const security = fp(
  async (app: FastifyInstance, { origin }: { readonly origin: () => string }) => {
    await app.register(helmet, {
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          styleSrc: ["'self'"],
          // QR codes.
          imgSrc: ["'self'", 'data:'],
          formAction: ["'self'"],
          baseUri: ["'none'"],
          frameAncestors: ["'none'"],
        },
      },
      strictTransportSecurity: origin().startsWith('https:') ? { maxAge: 31_536_000 } : false,
      referrerPolicy: { policy: 'same-origin' },
    });
    app.addHook('onRequest', async (request, reply) => {
      if (request.method === 'GET' || request.method === 'HEAD') {
        if (!request.url.startsWith('/styles/')) reply.header('Cache-Control', 'no-store');
        return;
      }
      const { 'sec-fetch-site': site, origin: from } = request.headers;
      const isFromHere = site === undefined ? from === origin() : site === 'same-origin';
      if (isFromHere) return;
      return reply.code(403).type('text/plain').send('This form was sent from another site.');
    });
  },
  { name: 'security' },
);
