import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { Group, User } from './answers.ts';
import { AuditEntrySchema } from './audit/entry.ts';
import { Verification } from './audit/verification.ts';
import { Problem } from './problems.ts';

/**
 * Adds the schemas that several operations share, each with an `$id`. The document has them among its
 * components, and operations refer to them with `ref`.
 */
export const components = fp(
  async (app: FastifyInstance) => {
    for (const schema of [Problem, User, Group, AuditEntrySchema, Verification]) {
      app.addSchema(schema);
    }
  },
  { name: 'api-components' },
);
