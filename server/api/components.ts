import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { Group, ListedUser, User } from './answers.ts';
import { AuditEntrySchema } from './audit/entry.ts';
import { Verification } from './audit/verification.ts';
import { Overview, Pool, PoolInList } from './pool-answers.ts';
import { Problem } from './problems.ts';
import { Device, Identity, SecondFactors, Session, SignIn } from './users/access-answers.ts';
import { HistoryItem } from './users/history.ts';
import { ActionState, NextStep } from './users/possible.ts';

const ofPools = [PoolInList, Pool, Overview];
const ofUsers = [User, ListedUser, Session, Device, SignIn, SecondFactors, Identity, HistoryItem];
const ofActions = [ActionState, NextStep];
const ofAudit = [AuditEntrySchema, Verification];

/**
 * Adds the schemas that several operations share, each with an `$id`. The document has them among its
 * components, and operations refer to them with `ref`.
 */
export const components = fp(
  async (app: FastifyInstance) => {
    for (const schema of [Problem, ...ofPools, ...ofUsers, ...ofActions, Group, ...ofAudit]) {
      app.addSchema(schema);
    }
  },
  { name: 'api-components' },
);
