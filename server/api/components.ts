import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { problemSchema } from '../web/api-docs/problem.ts';
import {
  DryRunAnswer,
  GroupActionAnswer,
  RemovalAnswer,
  UserActionAnswer,
} from './actions/operation.ts';
import { Group, ListedUser, User } from './answers.ts';
import { AuditEntrySchema } from './audit/entry.ts';
import { Verification } from './audit/verification.ts';
import { problemNames } from './docs/problem-codes.ts';
import { Job, JobItem } from './jobs/job.ts';
import { Overview, Pool, PoolInList } from './pool-answers.ts';
import { SavedSearch } from './saved-searches.ts';
import { SyncState } from './sync.ts';
import { Device, Identity, SecondFactors, Session, SignIn } from './users/access-answers.ts';
import { HistoryItem } from './users/history.ts';
import { ActionState, NextStep } from './users/possible.ts';

const ofPools = [PoolInList, Pool, Overview, SyncState, SavedSearch];
const ofUsers = [User, ListedUser, Session, Device, SignIn, SecondFactors, Identity, HistoryItem];
const ofActions = [
  ActionState,
  NextStep,
  UserActionAnswer,
  GroupActionAnswer,
  RemovalAnswer,
  DryRunAnswer,
];
const ofAudit = [AuditEntrySchema, Verification];
const ofJobs = [Job, JobItem];

/**
 * Adds the schemas that several operations share, each with an `$id`. The document has them among its
 * components, and operations refer to them with `ref`.
 */
export const components = fp(
  async (app: FastifyInstance) => {
    for (const schema of [
      problemSchema(problemNames, {}),
      ...ofPools,
      ...ofUsers,
      ...ofActions,
      Group,
      ...ofJobs,
      ...ofAudit,
    ]) {
      app.addSchema(schema);
    }
  },
  { name: 'api-components' },
);
