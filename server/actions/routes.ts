import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PoolDescription } from '../cognito/types.ts';
import { type FieldErrors, PoolkeeperError } from '../errors.ts';
import { operatorOf } from '../operators/operator.ts';
import type { ManagedPool, Pools } from '../pools.ts';
import { groupsPath, targetPath, usersPath, withQuery } from '../web/paths.ts';
import { prefersJson } from '../web/requests/accepts.ts';
import { formBody } from '../web/requests/form-body.ts';
import { goTo } from '../web/requests/htmx.ts';
import { localPath } from '../web/requests/local-path.ts';
import type { Action } from './action.ts';
import { type FormValues, sectionsOf } from './form.ts';
import { withoutSecrets } from './input.ts';
import { actionPath, actionSlug } from './links.ts';
import type { ActionResult, Perform } from './perform.ts';
import {
  confirmationField,
  type Demands,
  isDangerous,
  reasonField,
  withReason,
} from './pipeline/demands.ts';
import type { OperatorGroups } from './pipeline/guards.ts';
import { actions } from './registry.ts';
import { loadTarget, type Target, type TargetKind, type TargetName } from './target.ts';
import type { ActionFormPage } from './views.ts';

type Services = {
  readonly pools: Pools;
  readonly perform: Perform;
  readonly groups: OperatorGroups;
  readonly demands: Demands;
};

/** What a form is made from, as last read: kept so that nothing typed is lost while the pool is away. */
type Subject = {
  readonly target: Target;
  readonly description: PoolDescription;
  readonly choices: Readonly<Record<string, readonly string[]>>;
  readonly initial: FormValues;
};

const bases: Readonly<Record<TargetKind, string>> = {
  pool: '/pools/:pool',
  user: '/pools/:pool/users/:name',
  group: '/pools/:pool/groups/:name',
};

const mostSubjects = 500;

/** For every action a page with its form, and the form's target. */
export const actionRoutes: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  const subjects = new Map<string, Subject>();
  const asksForReason = (action: Action, target: Target): boolean =>
    services.demands.isReasonRequired && isDangerous(action, target, services.groups);

  const read = async (pool: ManagedPool, action: Action, name: TargetName): Promise<Subject> => {
    const key = JSON.stringify([pool.alias, action.id, name.kind, name.name]);
    try {
      const [target, description] = await Promise.all([
        loadTarget(pool, name),
        pool.gateway.describePool(),
      ]);
      const [choices, initial] = await Promise.all([
        action.choices(pool.gateway, target),
        action.initial(target, pool.gateway),
      ]);
      const subject = { target, description, choices, initial };
      if (subjects.size >= mostSubjects) subjects.clear();
      subjects.set(key, subject);
      return subject;
    } catch (error) {
      const known = subjects.get(key);
      if (known && error instanceof PoolkeeperError && error.status >= 500) return known;
      throw error;
    }
  };

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
      const values = { ...subject.initial, ...request.query };
      const problem = action.refusal(subject.target, subject.description)?.message ?? '';
      return show(request, reply, {
        asksForReason,
        pool,
        action,
        subject,
        values,
        problem,
        fields: {},
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
        if (error.code === 'recent_sign_in_required') {
          const schema = action.input(subject.description, subject.target);
          return reply.signInAgain({
            ...withoutSecrets(schema, request.body),
            ...unlisted(request.body, [confirmationField, reasonField]),
          });
        }
        const { fields, status } = error;
        const problem = Object.keys(fields).length > 0 ? '' : error.publicMessage;
        const values = request.body;
        return show(request, reply, {
          asksForReason,
          pool,
          action,
          subject,
          values,
          problem,
          fields,
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
function unlisted(body: FormValues, names: readonly string[]): FormValues {
  return Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)));
}

type Form = {
  readonly asksForReason: (action: Action, target: Target) => boolean;
  readonly pool: ManagedPool;
  readonly action: Action;
  readonly subject: Subject;
  readonly values: FormValues;
  readonly problem: string;
  readonly fields: FieldErrors;
  readonly status: number;
};

function show(request: FastifyRequest, reply: FastifyReply, form: Form): FastifyReply {
  const { asksForReason, pool, action, subject, values, problem, fields, status } = form;
  const { target, description, choices } = subject;
  const back = backOf(request);
  const schema = action.input(description, target);
  const context: ActionFormPage = {
    title: action.title,
    targetLabel: target.kind === 'pool' ? `Pool ${description.name}` : target.name,
    consequence: action.consequence(target, description),
    danger: action.isSevereFor(target) ? 'severe' : action.danger,
    action: withQuery(actionPath(pool.alias, action, target), { back }),
    cancelHref: back ?? placeOf(pool, action, target),
    submitLabel: action.submitLabel(target, description),
    sections: sectionsOf(
      asksForReason(action, target) ? withReason(schema) : schema,
      values,
      fields,
      choices,
    ),
    confirmation: action.isSevereFor(target)
      ? {
          name: confirmationField,
          expected: target.name,
          value: String(values[confirmationField] ?? ''),
          error: fields[confirmationField] ?? '',
        }
      : undefined,
    problem,
  };
  return reply.page({
    title: action.title,
    template: 'actions/page',
    fragment: 'actions/_form',
    context,
    status,
  });
}

/** Where an action was come from: its target, or the list in which something is created. */
function placeOf(pool: ManagedPool, action: Action, target: TargetName): string {
  if (target.kind !== 'pool') return targetPath(pool.alias, target);
  return action.id.startsWith('group.') ? groupsPath(pool.alias) : usersPath(pool.alias);
}

/** The page to go on to, which will say what was done. */
function afterwards(
  request: FastifyRequest,
  pool: ManagedPool,
  action: Action,
  { auditNumber, name }: ActionResult,
): string {
  const done = String(auditNumber);
  const back = backOf(request);
  if (back) return withQuery(back, { done });
  const kind = action.id.startsWith('group.') ? 'group' : 'user';
  if (action.id.endsWith('.delete')) {
    return withQuery(kind === 'group' ? groupsPath(pool.alias) : usersPath(pool.alias), { done });
  }
  return withQuery(targetPath(pool.alias, { kind, name }), { done });
}

function backOf(request: FastifyRequest): string | undefined {
  const { query } = request;
  if (typeof query !== 'object' || query === null || !('back' in query)) return undefined;
  const path = localPath(query.back);
  return path?.startsWith('/pools/') ? path : undefined;
}
