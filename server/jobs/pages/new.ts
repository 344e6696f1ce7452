import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { confirmationField, type Demands, reasonIn } from '../../actions/pipeline/demands.ts';
import { isStale, shownIn } from '../../actions/posted/shown.ts';
import { invalidInput, PoolkeeperError } from '../../errors.ts';
import { operatorOf } from '../../operators/operator.ts';
import type { ManagedPool, Pools } from '../../pools.ts';
import { jobPath } from '../../web/paths.ts';
import { prefersJson } from '../../web/requests/accepts.ts';
import { formBody } from '../../web/requests/form-body.ts';
import { goTo } from '../../web/requests/htmx.ts';
import type { Jobs } from '../jobs.ts';
import { asksForCount, bulkActionOf, inputOf, schemaOf } from '../start/bulk-action.ts';
import { selectionWords, usersOf } from '../start/selection.ts';
import { starterOf, startJob } from '../start/start-job.ts';
import { type Asked, countWords, digestOf, keyOf, newJobPage } from './new-page.ts';
import { ownFields, type Sent, selectionOf, textOf } from './request.ts';

type Services = {
  readonly pools: Pools;
  readonly jobs: Jobs;
  readonly demands: Demands;
  readonly now: () => Date;
};

const params = Type.Object({ pool: Type.String() });
const config = { permission: 'jobs:run' } as const;

/** From the users and the action chosen in the list to a job: what will happen, confirmed. */
export const newJobRoutes: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  const { pools, jobs, demands } = services;

  const ask = async (request: FastifyRequest, pool: ManagedPool, sent: Sent): Promise<Asked> => {
    const action = bulkActionOf(textOf(sent, ownFields.action), operatorOf(request));
    const selection = selectionOf(sent);
    const users = await usersOf(pool.directory.reader, selection);
    return { pool, action, selection, users, sent, errors: {}, problem: '' };
  };

  const show = async (reply: FastifyReply, asked: Asked, status: number): Promise<FastifyReply> => {
    const context = await newJobPage(asked, demands);
    return reply.page({ title: context.title, template: 'jobs/new', context, status });
  };

  // Only for a form that was filled in before its operator signed in again: no link leads here.
  app.get('/pools/:pool/jobs/new', { config, schema: { params } }, async (request, reply) => {
    const pool = pools.get(request.params.pool);
    return show(reply, await ask(request, pool, request.formDraft ?? {}), 200);
  });

  app.post(
    '/pools/:pool/jobs/choose',
    { config, schema: { params, body: formBody } },
    async (request, reply) => {
      const pool = pools.get(request.params.pool);
      return show(reply, await ask(request, pool, request.body), 200);
    },
  );

  app.post(
    '/pools/:pool/jobs/new',
    { config, schema: { params, body: formBody } },
    async (request, reply) => {
      const pool = pools.get(request.params.pool);
      const sent = request.body;
      const key = keyOf(sent);
      const starter = starterOf(request);
      const already = key && (await jobs.startedBy(starter.operator.sub, key));
      if (already) return goTo(request, reply, jobPath(pool.alias, already));
      const asked = await ask(request, pool, sent);
      try {
        const input = await check(asked, key);
        const order = {
          pool: pool.alias,
          key: key ?? '',
          action: asked.action.id,
          input,
          selection: selectionWords(asked.selection),
          reason: reasonIn(sent),
        };
        const number = await startJob(services, order, starter, asked.users);
        return goTo(request, reply, jobPath(pool.alias, number));
      } catch (error) {
        if (!(error instanceof PoolkeeperError) || prefersJson(request)) throw error;
        if (error.code === 'recent_sign_in_required') return reply.signInAgain(sent);
        const isAboutFields = Object.keys(error.fields).length > 0;
        const problem = isAboutFields ? '' : error.publicMessage;
        return show(reply, { ...asked, errors: error.fields, problem }, error.status);
      }
    },
  );

  /** @throws PoolkeeperError 422 with what has to be put right, or `other_users` (409) */
  async function check(asked: Asked, key: string | undefined): Promise<Sent> {
    const { pool, action, users, sent } = asked;
    const isOther = isStale(shownIn(sent), { users: digestOf(users) });
    if (key === undefined || isOther || textOf(sent, 'count') !== String(users.length)) {
      throw new PoolkeeperError({
        code: 'other_users',
        status: 409,
        publicMessage: `These are ${countWords(users.length)} now, and not the same as when you looked. Nothing was done; look again.`,
      });
    }
    const problems: Record<string, string> = {};
    if (asksForCount(action) && textOf(sent, confirmationField) !== String(users.length)) {
      problems[confirmationField] = `Type ${users.length} to confirm.`;
    }
    try {
      const input = inputOf(await schemaOf(pool, action, demands), sent);
      if (Object.keys(problems).length > 0) throw invalidInput(problems);
      return input;
    } catch (error) {
      if (!(error instanceof PoolkeeperError)) throw error;
      throw invalidInput({ ...error.fields, ...problems });
    }
  }
};
