import fastifyStatic from '@fastify/static';
import { Type } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { readAssets } from './assets.ts';

const year = 365 * 24 * 60 * 60 * 1000;

/**
 * Serves the files that pages link to, each on a route of its own under /assets/: what is not
 * listed cannot be reached. Under the present version a file may be kept for good; under another,
 * as after an upgrade, the present file is served and asked for again next time.
 */
export const staticFiles = fp(
  async (app: FastifyInstance) => {
    const assets = readAssets();
    await app.register(fastifyStatic, { serve: false });
    for (const [name, { folder, file }] of assets.files) {
      app.get<{ Params: { version: string } }>(
        `/assets/:version/${name}`,
        {
          config: { permission: 'public' },
          schema: {
            params: Type.Object({ version: Type.String({ pattern: '^[0-9a-f]{16}$' }) }),
          },
        },
        (request, reply) => {
          const isPresent = request.params.version === assets.version;
          return reply.sendFile(
            file,
            folder,
            isPresent ? { maxAge: year, immutable: true } : { maxAge: 0 },
          );
        },
      );
    }
  },
  { name: 'static-files', fastify: '5.x' },
);
