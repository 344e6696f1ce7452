import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import { rowNumberOf, rowNumberPattern } from '../db/row-number.ts';
import { operatorOf } from '../operators/operator.ts';
import { isAllowed } from '../operators/permissions.ts';
import type { Pools } from '../pools.ts';
import { jobPath, jobsPath, usersPath, withQuery } from '../web/paths.ts';
import { momentOf } from '../web/rendering/moment.ts';
import type { Views } from '../web/rendering/views.ts';
import { goTo } from '../web/requests/htmx.ts';
import { createEventStreams, wantsEvents } from '../web/streams/event-stream.ts';
import { createWatch } from '../web/streams/watch.ts';
import { jobOf } from './find-job.ts';
import { hasEnded } from './job.ts';
import type { Jobs } from './jobs.ts';
import { jobPage, jobProgress } from './pages/detail-page.ts';
import { jobTitle, resultWords, stateBadge } from './pages/words.ts';
import { starterOf } from './start/start-job.ts';
import type { JobListPage } from './views.ts';

type Services = {
  readonly pools: Pools;
  readonly jobs: Jobs;
  readonly views: Views;
  readonly now: () => Date;
};

const jobsOnAPage = 25;

const cursor = Type.Optional(Type.String({ pattern: rowNumberPattern }));
const inPool = Type.Object({ pool: Type.String() });
const ofJob = Type.Object({ pool: Type.String(), job: Type.String() });
const config = { permission: 'jobs:read' } as const;

/** Jobs: the list, one with its progress as it happens, and the buttons that halt it. */
export const jobRoutes: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  const { pools, jobs, views, now } = services;
  const sendEvents = createEventStreams(app);
  const watch = createWatch();

  app.get(
    '/pools/:pool/jobs',
    { config, schema: { params: inPool, querystring: Type.Object({ before: cursor }) } },
    async (request, reply) => {
      const { alias } = pools.get(request.params.pool);
      const before = rowNumberOf(request.query.before);
      const found = await jobs.list(alias, before, jobsOnAPage + 1);
      const shown = found.slice(0, jobsOnAPage);
      const last = found.length > jobsOnAPage ? shown.at(-1) : undefined;
      const context: JobListPage = {
        rows: await Promise.all(
          shown.map(async (job) => ({
            number: job.number,
            title: jobTitle(job),
            href: jobPath(alias, job.number),
            startedBy: job.starter.operator.username,
            createdAt: momentOf(job.createdAt, now()),
            state: stateBadge(job.state),
            result: resultWords(await jobs.counts(job.number)),
          })),
        ),
        usersHref: usersPath(alias),
        mayRun: isAllowed(operatorOf(request).role, 'jobs:run'),
        firstHref: before === undefined ? undefined : jobsPath(alias),
        nextHref: last && withQuery(jobsPath(alias), { before: String(last.number) }),
      };
      return reply.page({ title: 'Jobs', template: 'jobs/list', context });
    },
  );

  const ofAfter = Type.Object({ after: cursor });
  app.get(
    '/pools/:pool/jobs/:job',
    { config, schema: { params: ofJob, querystring: ofAfter } },
    async (request, reply) => {
      const { alias, directory } = pools.get(request.params.pool);
      const after = rowNumberOf(request.query.after);
      const job = await jobOf(jobs, alias, request.params.job);
      const shown = { jobs, reader: directory.reader };
      const progress = await jobProgress(shown, job, after, now());
      const operator = operatorOf(request);
      const context = jobPage(job, progress, { operator, after, now: now() });
      return reply.page({ title: `Job ${job.number}`, template: 'jobs/detail', context });
    },
  );

  app.get(
    '/pools/:pool/jobs/:job/progress',
    { config, schema: { params: ofJob, querystring: ofAfter }, compress: false },
    async (request, reply) => {
      const { alias, directory } = pools.get(request.params.pool);
      const shown = { jobs, reader: directory.reader };
      const { number } = await jobOf(jobs, alias, request.params.job);
      const after = rowNumberOf(request.query.after);
      if (!wantsEvents(request)) return goTo(request, reply, jobPath(alias, number));
      const look = async () => {
        const job = await jobOf(jobs, alias, String(number));
        const progress = await jobProgress(shown, job, after, now());
        return {
          data: views.fragment('jobs/_progress', progress),
          isComplete: hasEnded(job.state),
        };
      };
      const key = [alias, number, after].join(' ');
      return sendEvents(request, reply, (listener) => watch(listener, key, look));
    },
  );

  for (const verb of ['pause', 'resume', 'cancel'] as const) {
    app.post(
      `/pools/:pool/jobs/:job/${verb}`,
      { config: { permission: 'jobs:run' }, schema: { params: ofJob } },
      async (request, reply) => {
        const { alias } = pools.get(request.params.pool);
        const job = await jobOf(jobs, alias, request.params.job);
        await jobs[verb](job, starterOf(request));
        return goTo(request, reply, jobPath(alias, job.number));
      },
    );
  }
};
