import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import { maySeeOrigin } from '../../audit/actor.ts';
import type { AuditEntry } from '../../audit/entry.ts';
import { rowNumberOf } from '../../db/row-number.ts';
import { notFound } from '../../errors.ts';
import { type Operator, operatorOf } from '../../operators/operator.ts';
import { nextCursor, ref } from '../answers.ts';
import { cutPage, linkPages, rowOfCursor } from '../paging.ts';
import { ofPool, pageOf } from '../parameters.ts';
import type { ApiServices } from '../services.ts';
import { AuditEntrySchema, entryAnswer } from './entry.ts';
import { filterOf, filterQuery } from './filter.ts';

const mostOnAPage = 200;
const standardLimit = 50;

/** Who did what to whom in a pool, newest first, and one entry. */
export const auditRoutes: FastifyPluginAsyncTypebox<ApiServices> = async (app, services) => {
  const { pools, audit } = services;

  app.get(
    '/pools/:pool/audit',
    {
      config: { permission: 'audit:read', problems: ['pool_not_found', 'bad_cursor'] },
      schema: {
        tags: ['Audit'],
        operationId: 'listAuditEntries',
        summary: 'List the audit',
        description:
          'Newest first. Entries of the pool, and those that belong to none, such as sign-ins.',
        params: ofPool,
        querystring: Type.Object(
          { ...filterQuery, ...pageOf(mostOnAPage, standardLimit) },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({ entries: Type.Array(ref(AuditEntrySchema)), nextCursor }),
        },
      },
    },
    async (request, reply) => {
      const { alias } = pools.get(request.params.pool);
      const { cursor, limit = standardLimit } = request.query;
      const filter = { ...filterOf(request.query, alias), before: rowOfCursor(cursor) };
      const page = cutPage(await audit.list(filter, limit + 1), limit, ({ number }) => number);
      const operator = operatorOf(request);
      return {
        entries: page.shown.map((entry) => answerFor(operator, entry)),
        ...linkPages(request, reply, page.nextCursor),
      };
    },
  );

  app.get(
    '/pools/:pool/audit/:entry',
    {
      config: { permission: 'audit:read', problems: ['pool_not_found', 'entry_not_found'] },
      schema: {
        tags: ['Audit'],
        operationId: 'getAuditEntry',
        summary: 'Read one entry of the audit',
        description:
          'One entry with its parts. Network address, browser and session are shown to those who may export the audit, and to the operator who acted.',
        params: Type.Object({
          ...ofPool.properties,
          entry: Type.String({
            description:
              'Its number, or that of the row with its outcome, as a verification says it.',
            examples: ['4711'],
          }),
        }),
        response: { 200: ref(AuditEntrySchema) },
      },
    },
    async (request) => {
      const { alias } = pools.get(request.params.pool);
      const number = rowNumberOf(request.params.entry);
      const entry = number === undefined ? undefined : await audit.entryOf(number);
      if (entry === undefined || (entry.pool !== '' && entry.pool !== alias)) {
        const sentence = 'The audit of this pool has no such entry. Retention may have removed it.';
        throw notFound('entry_not_found', sentence);
      }
      return answerFor(operatorOf(request), entry);
    },
  );
};

function answerFor(operator: Operator, entry: AuditEntry) {
  return entryAnswer(entry, maySeeOrigin(operator, entry));
}
