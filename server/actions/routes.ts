import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import { PoolkeeperError } from '../errors.ts';
import { operatorOf } from '../operators/operator.ts';
import type { ManagedPool, Pools } from '../pools.ts';
import { prefersJson } from '../web/requests/accepts.ts';
import { formBody } from '../web/requests/form-body.ts';
import { goTo } from '../web/requests/htmx.ts';
import type { Action } from './action.ts';
import type { FormValues } from './form.ts';
import { withoutSecrets } from './input.ts';
import { actionSlug } from './links.ts';
import { showForm } from './pages/form-page.ts';
import { filled, prefilled, refilled } from './pages/form-values.ts';
import { afterwards } from './pages/onward.ts';
import { createSubjectReader } from './pages/subject.ts';
import type { Perform } from './perform.ts';
import { confirmationField, type Demands, reasonField, sensitivityOf } from './pipeline/demands.ts';
import { guardWho, isOutOfReach, type OperatorGroups } from './pipeline/guards.ts';
import { shownField, shownIn } from './posted/shown.ts';
import { actions } from './registry.ts';
import type { TakeoverKind } from './takeover.ts';
import type { Target, TargetKind, TargetName } from './target.ts';

type Services = {
  readonly pools: Pools;
  readonly perform: Perform;
  readonly groups: OperatorGroups;
  readonly demands: Demands;
};

const bases: Readonly<Record<TargetKind, string>> = {
  pool: '/pools/:pool',
  user: '/pools/:pool/users/:name',
  group: '/pools/:pool/groups/:name',
};

/** For every action a page with its form, and the form's target. */
export const actionRoutes: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  const read = createSubjectReader();
  const reasonFor = (action: Action, target: Target, pool: ManagedPool): TakeoverKind =>
    services.demands.isReasonRequired
      ? sensitivityOf(action, target, pool, services.groups)
      : 'never';

  for (const action of actions) {
    const path = `${bases[action.target]}/actions/${actionSlug(action)}`;
    const options = {
      config: { permission: action.permission },
      schema: {
        params: Type.Object({
          pool: Type.String(),
          name: Type.Optional(Type.String({ maxLength: 128 })),
        }),
        querystring: Type.Record(Type.String(), Type.Unknown()),
      },
    };

    app.get(path, options, async (request, reply) => {
      const pool = services.pools.get(request.params.pool);
      const name = targetName(action, request.params, pool);
      const subject = await read(pool, action, name);
      const { groups } = services;
      guardWho({ operator: operatorOf(request), pool, target: subject.target, groups });
      const { values, problem, fields } = request.formDraft
        ? refilled(action, subject, request.formDraft)
        : filled({ ...subject.initial, ...prefilled(request, action) });
      const refusal = action.refusal(subject.target, subject.description)?.message;
      return showForm(request, reply, {
        needsReason: reasonFor(action, subject.target, pool),
        pool,
        action,
        subject,
        values,
        problem: refusal ?? problem,
        fields,
        status: 200,
      });
    });

    const posted = {
      config: { ...options.config, isConfirmedByAction: true },
      schema: { ...options.schema, body: formBody },
    } as const;
    app.post(path, posted, async (request, reply) => {
      const pool = services.pools.get(request.params.pool);
      const target = targetName(action, request.params, pool);
      const operator = operatorOf(request);
      try {
        const result = await services.perform({
          action,
          operator,
          address: request.ip,
          browser: request.headers['user-agent'],
          pool,
          target,
          input: request.body,
        });
        return goTo(request, reply, afterwards(request, pool, action, result));
      } catch (error) {
        if (!(error instanceof PoolkeeperError)) throw error;
        request.log.info({ code: error.code, action: action.id }, 'action not done');
        if (prefersJson(request)) throw error;
        const subject = await read(pool, action, target).catch(() => undefined);
        if (subject === undefined) throw error;
        const { groups } = services;
        // A form would say more of the target than the refusal does.
        if (isOutOfReach({ operator, pool, target: subject.target, groups })) throw error;
        if (error.code === 'recent_sign_in_required') {
          const schema = action.input(subject.description, subject.target);
          return reply.signInAgain({
            ...withoutSecrets(schema, request.body),
            ...unlisted(request.body),
          });
        }
        const { status } = error;
        const form = refilled(action, subject, request.body);
        const isAboutFields = Object.keys(error.fields).length > 0;
        const problem = form.problem || (isAboutFields ? '' : error.publicMessage);
        return showForm(request, reply, {
          needsReason: reasonFor(action, subject.target, pool),
          pool,
          action,
          subject,
          values: form.values,
          problem,
          fields: { ...error.fields, ...form.fields },
          status,
        });
      }
    });
  }
};

function targetName(
  action: Action,
  parameters: { name?: string | undefined },
  pool: ManagedPool,
): TargetName {
  return { kind: action.target, name: parameters.name ?? pool.alias };
}

/** Of what was posted, the fields that no action's schema lists. */
function unlisted(body: FormValues): FormValues {
  const own = Object.entries(body).filter(
    ([name]) => name === confirmationField || name === reasonField,
  );
  const shown = Object.entries(shownIn(body)).map(([name, text]) => [shownField(name), text]);
  return Object.fromEntries([...own, ...shown]);
}
