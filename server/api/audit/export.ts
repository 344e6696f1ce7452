import { Readable } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import { actorOf } from '../../audit/actor.ts';
import { exportedEntries } from '../../audit/export/audited.ts';
import { ndjson } from '../../audit/export/formats.ts';
import { gather } from '../../audit/export/gather.ts';
import { operatorOf } from '../../operators/operator.ts';
import { whileAllowed } from '../../web/requests/while-allowed.ts';
import { ofPool } from '../parameters.ts';
import type { ApiServices } from '../services.ts';
import { filterOf, filterQuery, typedFilter } from './filter.ts';

/** The filtered audit as one stream, sent while it is read. The audit has the export, too. */
export const auditExportRoutes: FastifyPluginAsyncTypebox<ApiServices> = async (app, services) => {
  const { pools, exportSlots, elapsed } = services;
  app.get(
    '/pools/:pool/audit/export.ndjson',
    {
      config: {
        permission: 'audit:export',
        problems: ['pool_not_found', 'export_under_way', 'too_many_exports'],
      },
      schema: {
        tags: ['Audit'],
        operationId: 'exportAudit',
        summary: 'Export the audit as JSON lines',
        description:
          'One JSON object a line, newest first. It breaks off when the caller loses access meanwhile.',
        params: ofPool,
        querystring: Type.Object(filterQuery, { additionalProperties: false }),
        response: {
          200: {
            description: 'One entry a line, with the columns of the CSV file.',
            content: { 'application/x-ndjson': { schema: Type.Unsafe<Readable>(Type.String()) } },
          },
        },
      },
    },
    async (request, reply) => {
      const { alias } = pools.get(request.params.pool);
      const filter = filterOf(request.query, alias);
      const release = exportSlots.take(operatorOf(request).sub);
      // However it ends: complete, or given up by the client.
      reply.raw.once('close', release);
      if (reply.raw.destroyed) release();
      const audited = await exportedEntries(services, {
        actor: actorOf(request),
        pool: alias,
        format: ndjson.extension,
        filter,
        typed: typedFilter(request.query),
      });
      const lines = ndjson.write(whileAllowed(request, audited, elapsed));
      return reply.type(ndjson.contentType).send(Readable.from(gather(lines)));
    },
  );
};
