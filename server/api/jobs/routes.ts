import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import { jobOf } from '../../jobs/find-job.ts';
import type { Job as DomainJob } from '../../jobs/job.ts';
import { requireVerb } from '../../jobs/start/bulk-action.ts';
import { starterOf } from '../../jobs/start/start-job.ts';
import { operatorOf } from '../../operators/operator.ts';
import { nextCursor, ref } from '../answers.ts';
import { cutPage, linkPages, rowOfCursor } from '../paging.ts';
import { ofPool, pageOf } from '../parameters.ts';
import type { ApiServices } from '../services.ts';
import { itemAnswer, itemStates, Job, JobItem, jobAnswer } from './job.ts';

const mostOnAPage = 200;
const standardLimit = 50;
const mostItems = 1000;
const standardItems = 100;

export const ofJob = Type.Object({
  ...ofPool.properties,
  job: Type.String({ description: 'Number of the job.', examples: ['12'] }),
});

const tags = ['Jobs'];
const read = { permission: 'jobs:read', problems: ['pool_not_found', 'job_not_found'] } as const;

const run = {
  permission: 'jobs:run',
  problems: ['pool_not_found', 'job_not_found', 'job_not_running', 'verb_not_allowed'],
} as const;

/** Jobs: the list, one with its counts, its users, and what halts it. */
export const jobRoutes: FastifyPluginAsyncTypebox<ApiServices> = async (app, { pools, jobs }) => {
  const withCounts = async (job: DomainJob) => jobAnswer(job, await jobs.counts(job.number));

  app.get(
    '/pools/:pool/jobs',
    {
      config: { permission: 'jobs:read', problems: ['pool_not_found', 'bad_cursor'] },
      schema: {
        tags,
        operationId: 'listJobs',
        summary: 'List jobs',
        description: 'Newest first, without counts.',
        params: ofPool,
        querystring: Type.Object(pageOf(mostOnAPage, standardLimit), {
          additionalProperties: false,
        }),
        response: { 200: Type.Object({ jobs: Type.Array(ref(Job)), nextCursor }) },
      },
    },
    async (request, reply) => {
      const { alias } = pools.get(request.params.pool);
      const { cursor, limit = standardLimit } = request.query;
      const rows = await jobs.list(alias, rowOfCursor(cursor), limit + 1);
      const page = cutPage(rows, limit, ({ number }) => number);
      return {
        jobs: page.shown.map((job) => jobAnswer(job)),
        ...linkPages(request, reply, page.nextCursor),
      };
    },
  );

  app.get(
    '/pools/:pool/jobs/:job',
    {
      config: read,
      schema: {
        tags,
        operationId: 'getJob',
        summary: 'Read one job',
        description: 'With the number of its users in each state.',
        params: ofJob,
        response: { 200: ref(Job) },
      },
    },
    async ({ params }) => withCounts(await jobOf(jobs, pools.get(params.pool).alias, params.job)),
  );

  app.get(
    '/pools/:pool/jobs/:job/items',
    {
      config: { ...read, problems: [...read.problems, 'bad_cursor'] },
      schema: {
        tags,
        operationId: 'listJobItems',
        summary: 'List the users of a job',
        description: 'In the order of processing. While the job is prepared, not all are listed.',
        params: ofJob,
        querystring: Type.Object(
          {
            state: Type.Optional(
              Type.Union(
                itemStates.map((state) => Type.Literal(state)),
                { description: 'Only users in this state.' },
              ),
            ),
            ...pageOf(mostItems, standardItems),
          },
          { additionalProperties: false },
        ),
        response: { 200: Type.Object({ items: Type.Array(ref(JobItem)), nextCursor }) },
      },
    },
    async (request, reply) => {
      const { pool, job } = request.params;
      const { number } = await jobOf(jobs, pools.get(pool).alias, job);
      const { state, cursor, limit = standardItems } = request.query;
      const states = state === undefined ? itemStates : [state];
      const after = rowOfCursor(cursor);
      const rows = await jobs.items(number, states, { after, limit: limit + 1 });
      const page = cutPage(rows, limit, ({ position }) => position);
      return {
        items: page.shown.map(itemAnswer),
        ...linkPages(request, reply, page.nextCursor),
      };
    },
  );

  for (const { verb, summary, description } of verbs) {
    app.post(
      `/pools/:pool/jobs/:job/${verb}`,
      {
        config: run,
        schema: {
          tags,
          operationId: `${verb}Job`,
          summary,
          description,
          params: ofJob,
          response: { 200: ref(Job) },
        },
      },
      async (request) => {
        const { alias } = pools.get(request.params.pool);
        const job = await jobOf(jobs, alias, request.params.job);
        requireVerb(operatorOf(request), job.action);
        await jobs[verb](job, starterOf(request));
        return withCounts(await jobOf(jobs, alias, request.params.job));
      },
    );
  }
};

const verbs = [
  {
    verb: 'pause',
    summary: 'Pause a job',
    description: 'Turns under way are finished; no more are begun until it is resumed.',
  },
  {
    verb: 'resume',
    summary: 'Resume a paused job',
    description: 'It continues where it was paused.',
  },
  {
    verb: 'cancel',
    summary: 'Cancel the rest of a job',
    description: 'What was done stays done. The other users are listed as skipped.',
  },
] as const;
