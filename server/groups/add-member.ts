import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { TObject } from '@sinclair/typebox';
import { text } from '../actions/fields.ts';
import { type FormValues, sectionsOf } from '../actions/form.ts';
import type { Perform } from '../actions/perform.ts';
import { type Demands, reasonField, reasonIn, withReason } from '../actions/pipeline/demands.ts';
import { loadGroup } from '../actions/target.ts';
import { addToGroup } from '../actions/user/add-to-group.ts';
import type { ActionFormPage } from '../actions/views.ts';
import { type FieldErrors, invalidInput, PoolkeeperError } from '../errors.ts';
import { type Operator, operatorOf } from '../operators/operator.ts';
import { isAllowed } from '../operators/permissions.ts';
import type { Pools } from '../pools.ts';
import { groupPath, withQuery } from '../web/paths.ts';
import { problemAbove } from '../web/rendering/form-fields.ts';
import type { ActionLink } from '../web/rendering/page.ts';
import { prefersJson } from '../web/requests/accepts.ts';
import { formBody } from '../web/requests/form-body.ts';
import { goTo } from '../web/requests/htmx.ts';
import { findMember, memberNames } from './find-member.ts';

type Services = {
  readonly pools: Pools;
  readonly perform: Perform;
  readonly demands: Demands;
};

const formFor = (names: string, { isReasonRequired }: Demands): TObject => {
  const form = Type.Object({
    username: text({
      title: names,
      description: 'Of the new member; the user ID (sub) works as well.',
      // The longest email address (RFC 5321, 4.5.3.1).
      maxLength: 254,
    }),
  });
  return isReasonRequired ? withReason(form, false) : form;
};

const addMemberPath = (pool: string, group: string): string =>
  `${groupPath(pool, group)}/add-member`;

/** The button on a group's page; undefined when the operator may not add anyone. */
export function addMemberLink(
  operator: Operator,
  pool: string,
  group: string,
): ActionLink | undefined {
  if (!isAllowed(operator.role, addToGroup.permission)) return undefined;
  return {
    id: addToGroup.id,
    label: 'Add member',
    href: addMemberPath(pool, group),
    icon: addToGroup.icon,
    danger: addToGroup.danger,
  };
}

/**
 * The same verb as on a user's page, started from the group: asks for the user instead of for
 * the group.
 */
export const addMemberRoutes: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  const options = {
    config: { permission: addToGroup.permission },
    schema: { params: Type.Object({ pool: Type.String(), name: Type.String({ maxLength: 128 }) }) },
  };

  app.get('/pools/:pool/groups/:name/add-member', options, async (request, reply) => {
    const pool = services.pools.get(request.params.pool);
    const { name } = await loadGroup(pool, request.params.name);
    const form = formFor(await memberNames(pool), services.demands);
    const values = request.formDraft ?? {};
    const filled = { form, values, fields: {}, problem: '', status: 200 };
    return reply.page(page(pool.alias, name, filled));
  });

  const posted = {
    config: { ...options.config, isConfirmedByAction: true },
    schema: { ...options.schema, body: formBody },
  } as const;
  app.post('/pools/:pool/groups/:name/add-member', posted, async (request, reply) => {
    const pool = services.pools.get(request.params.pool);
    const group = request.params.name;
    const values: FormValues = request.body;
    const username = typeof values.username === 'string' ? values.username.trim() : '';
    try {
      if (username === '') throw missingUsername;
      const { auditNumber } = await services.perform({
        action: addToGroup,
        operator: operatorOf(request),
        address: request.ip,
        browser: request.headers['user-agent'],
        reason: reasonIn(values),
        pool,
        target: { kind: 'user', name: await findMember(pool, username) },
        input: { group },
      });
      const done = String(auditNumber);
      return goTo(request, reply, withQuery(groupPath(pool.alias, group), { done }));
    } catch (error) {
      if (!(error instanceof PoolkeeperError) || prefersJson(request)) throw error;
      if (error.code === 'recent_sign_in_required') {
        return reply.signInAgain({ username, [reasonField]: reasonIn(values) });
      }
      const isUnknown = error.code === 'user_not_found';
      const fields: FieldErrors = isUnknown ? { username: error.publicMessage } : error.fields;
      const problem = Object.keys(fields).length > 0 ? '' : error.publicMessage;
      const status = isUnknown ? 422 : error.status;
      const form = formFor(await memberNames(pool), services.demands);
      return reply.page(page(pool.alias, group, { form, values, fields, problem, status }));
    }
  });
};

const missingUsername = invalidInput({ username: 'Username is required.' });

type Filled = {
  readonly form: TObject;
  readonly values: FormValues;
  readonly fields: FieldErrors;
  readonly problem: string;
  readonly status: number;
};

function page(pool: string, group: string, { form, values, fields, problem, status }: Filled) {
  const context: ActionFormPage = {
    title: 'Add member',
    targetLabel: `Group ${group}`,
    consequence: 'The new member gets what the group allows, at the next sign-in or token refresh.',
    danger: 'none',
    action: addMemberPath(pool, group),
    cancelHref: groupPath(pool, group),
    hidden: [],
    submitLabel: 'Add member',
    sections: sectionsOf(form, values, fields, {}),
    confirmation: undefined,
    problem: problemAbove(problem, fields, Object.keys(form.properties)),
  };
  return {
    title: context.title,
    template: 'actions/page',
    fragment: 'actions/_form',
    context,
    status,
  };
}
