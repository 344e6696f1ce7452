import { setTimeout } from 'node:timers/promises';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import { jobOf } from '../../jobs/find-job.ts';
import { hasEnded, type Job, type JobCounts } from '../../jobs/job.ts';
import { createEventStreams, type Listener, writeEvent } from '../../web/streams/event-stream.ts';
import { createSharedLooks, type SharedLook } from '../../web/streams/shared-looks.ts';
import type { ApiServices } from '../services.ts';
import { jobAnswer } from './job.ts';
import { ofJob } from './routes.ts';

/** Milliseconds between two events. */
const lookEvery = 1000;

type Look = { readonly data: string; readonly isLast: boolean };

/** The progress of a job as it happens, as server-sent events. */
export const jobEventRoutes: FastifyPluginAsyncTypebox<ApiServices> = async (
  app,
  { pools, jobs },
) => {
  const sendEvents = createEventStreams(app);
  const share = createSharedLooks<Look>();
  app.get(
    '/pools/:pool/jobs/:job/events',
    {
      config: {
        permission: 'jobs:read',
        problems: ['pool_not_found', 'job_not_found', 'too_many_streams'],
      },
      compress: false,
      schema: {
        tags: ['Jobs'],
        operationId: 'streamJob',
        summary: 'Follow a job',
        description:
          'Server-sent events: `progress` with a `Job` as JSON whenever it changed, at most once a second, and `end` with the last one. It ends without `end` when the caller loses access.',
        params: ofJob,
        response: {
          200: {
            description: 'A stream of events.',
            content: { 'text/event-stream': { schema: Type.Unsafe<never>(Type.String()) } },
          },
        },
      },
    },
    async (request, reply) => {
      const { alias } = pools.get(request.params.pool);
      const { number } = await jobOf(jobs, alias, request.params.job);
      const look = async (): Promise<Look> => {
        const job = await jobOf(jobs, alias, String(number));
        const counts = await jobs.counts(number);
        const data = JSON.stringify(jobAnswer(job, counts));
        return { data, isLast: isSettled(job, counts) };
      };
      return sendEvents(request, reply, (listener) =>
        follow(listener, () => share(`${number}`, look)),
      );
    },
  );
};

/** Ended, and what was under way or waiting has been given its state, too. */
function isSettled({ state }: Job, { waiting, begun }: JobCounts): boolean {
  return hasEnded(state) && waiting === 0 && begun === 0;
}

/**
 * Source: HTML standard, "Server-sent events": a comment keeps proxies from closing a quiet connection.
 */
async function* follow(
  { signal, isAllowed }: Listener,
  begin: () => SharedLook<Look>,
): AsyncGenerator<string> {
  let sent = '';
  const job = begin();
  try {
    while (!signal.aborted && (await isAllowed())) {
      const { data, isLast } = await job.latest();
      if (isLast) return yield writeEvent({ event: 'end', data });
      yield data === sent ? ':\n\n' : writeEvent({ event: 'progress', data });
      sent = data;
      await setTimeout(lookEvery, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    job.release();
  }
}
