import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import type { FastifyRequest } from 'fastify';
import { demandRecentSignIn, reasonIn } from '../../actions/pipeline/demands.ts';
import { invalidInput, PoolkeeperError } from '../../errors.ts';
import { jobOf } from '../../jobs/find-job.ts';
import type { JobStarter, JobUser } from '../../jobs/job.ts';
import {
  type BulkAction,
  bulkActionOf,
  bulkActions,
  schemaOf,
} from '../../jobs/start/bulk-action.ts';
import { starterOf, startJob } from '../../jobs/start/start-job.ts';
import type { ManagedPool } from '../../pools.ts';
import { ref } from '../answers.ts';
import { ofPool } from '../parameters.ts';
import type { ApiServices } from '../services.ts';
import {
  type Choice,
  choiceWords,
  chooseUsers,
  requireConfirmation,
  requireKnown,
} from './choice.ts';
import { strictInput } from './input.ts';
import { Job, jobAnswer } from './job.ts';
import { jobKeyOf, repeatedJob } from './job-key.ts';
import { checkNames, JobOrder, requireOneChoice } from './order.ts';

const mostBytes = 16 * 1024 * 1024;
const inSample = 10;

const DryRun = Type.Object(
  {
    count: Type.Integer({ description: 'How many users the job would have.' }),
    sample: Type.Array(Type.Object({ username: Type.String(), sub: Type.String() }), {
      description: `The first ${inSample} of them.`,
    }),
    notFound: Type.Array(Type.String(), {
      description: 'Those of `users` who are not in the pool.',
    }),
    consequence: Type.String({ description: 'What the action does to them, in words.' }),
  },
  { description: 'What a job would do. Nothing was done.' },
);

/** Starts jobs, or says what one would do. */
export const startJobRoutes: FastifyPluginAsyncTypebox<ApiServices> = async (app, services) => {
  const { pools, jobs, demands, now } = services;

  /** The action, if this caller may start it; a key that may not is in the audit. */
  const actionFor = async (
    { alias }: ManagedPool,
    order: JobOrder,
    starter: JobStarter,
    isDryRun: boolean,
  ): Promise<BulkAction> => {
    if (!bulkActions.some(({ id }) => id === order.action)) {
      const sentence = `Send one of ${bulkActions.map(({ id }) => id).join(', ')}.`;
      throw invalidInput({ action: sentence }, 'This cannot be done to many users.');
    }
    try {
      return bulkActionOf(order.action, starter.operator);
    } catch (error) {
      if (error instanceof PoolkeeperError && !isDryRun) {
        const refused = { pool: alias, key: '', action: order.action, input: {}, reason: '' };
        const count = order.users?.length ?? 0;
        await jobs.refuse({ ...refused, selection: '' }, starter, count, error);
      }
      throw error;
    }
  };

  app.post(
    '/pools/:pool/jobs',
    {
      bodyLimit: mostBytes,
      preValidation: async ({ body }) => checkNames(body),
      config: {
        permission: 'jobs:run',
        boundsOwnLists: true,
        problems: [
          'pool_not_found',
          'unknown_users',
          'nobody_chosen',
          'too_many_users',
          'recent_sign_in_required',
          'verb_not_allowed',
        ],
      },
      schema: {
        tags: ['Jobs'],
        operationId: 'startJob',
        summary: 'Start a job',
        description:
          'One action for up to 100,000 users, who are fixed now. With `dryRun`, it says what the job would do, and does nothing.',
        params: ofPool,
        querystring: Type.Object(
          { dryRun: Type.Optional(Type.Boolean()) },
          { additionalProperties: false },
        ),
        body: JobOrder,
        response: { 200: DryRun, 201: ref(Job) },
      },
    },
    async (request, reply) => {
      const pool = pools.get(request.params.pool);
      const given = request.body;
      const starter = starterOf(request);
      const isDryRun = request.query.dryRun === true;
      const action = await actionFor(pool, given, starter, isDryRun);
      requireOneChoice(given);
      const order = {
        pool: pool.alias,
        key: jobKeyOf(request),
        action: action.id,
        input: strictInput(
          await schemaOf(pool, action, demands),
          given.input ?? {},
          given.reason ?? '',
        ),
        selection: choiceWords(given),
        reason: reasonIn(given),
      };
      const choose = () => chooseUsers(pool.directory.reader, given);
      if (isDryRun) {
        demandRecentSignIn(starter.operator, demands, now());
        return reply.code(200).send(dryRunAnswer(action, await choose()));
      }
      const start = async (): Promise<number> => {
        const choice = await choose();
        requireKnown(choice, given);
        requireConfirmation(action, given, choice.users.length);
        return startJob(services, order, starter, choice.users);
      };
      const number = (await repeatedJob(jobs, order, starter, now())) ?? (await start());
      const job = await jobOf(jobs, pool.alias, String(number));
      return reply
        .code(201)
        .header('Location', addressOf(request, number))
        .send(jobAnswer(job, await jobs.counts(number)));
    },
  );
};

function dryRunAnswer({ bulk }: BulkAction, { users, notFound }: Choice) {
  return {
    count: users.length,
    sample: users.slice(0, inSample).map(({ username, sub }: JobUser) => ({ username, sub })),
    notFound: [...notFound],
    consequence: bulk.consequence,
  };
}

/** Below the address that the job was ordered at. */
function addressOf({ url }: FastifyRequest, number: number): string {
  return `${url.split('?', 1)[0]}/${number}`;
}
