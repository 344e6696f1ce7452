import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type Static, Type } from '@sinclair/typebox';
import type { FastifyRequest } from 'fastify';
import type { Action } from '../../actions/action.ts';
import { actionSlug } from '../../actions/links.ts';
import { nextStep } from '../../actions/next-step/next-step.ts';
import { situationCodes } from '../../actions/next-step/situations.ts';
import { refusalOf } from '../../actions/pipeline/refusals.ts';
import { actions, findAction } from '../../actions/registry.ts';
import type { UserTarget } from '../../actions/target.ts';
import { resolveUser } from '../../directory/resolve-user.ts';
import { operatorOf } from '../../operators/operator.ts';
import { oneOf, ref } from '../answers.ts';
import { ofUser } from '../parameters.ts';
import type { ApiServices } from '../services.ts';
import { ofNamedUser } from './one.ts';

export const ActionState = Type.Object(
  {
    id: Type.String({ description: 'Such as `user.disable`.' }),
    verb: Type.String({ description: 'The last part of its address: `disable`.' }),
    title: Type.String(),
    danger: oneOf(['none', 'caution', 'severe']),
    isPossible: Type.Boolean({
      description: 'Whether this caller can perform it now, as far as that depends on no input.',
    }),
    refusal: Type.Optional(
      Type.Object(
        { code: Type.String(), detail: Type.String() },
        { description: 'Why not: the problem that the action would answer.' },
      ),
    ),
  },
  {
    $id: 'ActionState',
    description: 'An action, and whether it is possible for this user now.',
    examples: [
      {
        id: 'user.enable',
        verb: 'enable',
        title: 'Enable user',
        danger: 'none',
        isPossible: false,
        refusal: { code: 'already_enabled', detail: 'This user is enabled already.' },
      },
    ],
  },
);

export const NextStep = Type.Object(
  {
    code: oneOf(situationCodes, { description: 'Stable name of the situation.' }),
    tone: oneOf(['danger', 'warning', 'info', 'success']),
    title: Type.String(),
    text: Type.String({ description: 'What is wrong and what helps, in words.' }),
    action: Type.Optional(ref(ActionState)),
    otherwise: Type.Optional(
      Type.Object(
        { text: Type.String(), action: ref(ActionState) },
        { description: 'For trouble that the pool does not show: a lost authenticator.' },
      ),
    ),
  },
  {
    $id: 'NextStep',
    description: 'What keeps a user from signing in, and the action that helps.',
    examples: [
      {
        code: 'invited',
        tone: 'info',
        title: 'Has not signed in yet',
        text: 'The temporary password still works and must be changed at the first sign-in.',
        action: {
          id: 'user.resend-invitation',
          verb: 'resend-invitation',
          title: 'Resend invitation',
          danger: 'none',
          isPossible: true,
        },
      },
    ],
  },
);

type Named = { readonly pool: string; readonly username: string };

/** What can be done for a user now, for this caller. */
export const possibleActionRoutes: FastifyPluginAsyncTypebox<ApiServices> = async (
  app,
  { pools, groups, now },
) => {
  const config = { permission: 'users:read', problems: ofNamedUser } as const;

  const circumstancesOf = async (request: FastifyRequest, params: Named) => {
    const pool = pools.get(params.pool);
    const user = await resolveUser(pool.gateway, params.username);
    const found = await pool.gateway.groupsOfUser(user.username);
    const target: UserTarget = {
      kind: 'user',
      name: user.username,
      sub: user.sub,
      user,
      groups: found.map(({ name }) => name),
    };
    const description = await pool.gateway.describePool();
    const operator = operatorOf(request);
    const stateOf = (action: Action): Static<typeof ActionState> => {
      const refusal = refusalOf({ action, operator, pool, target, groups, description });
      return {
        id: action.id,
        verb: actionSlug(action),
        title: action.title,
        danger: action.isSevereFor(target) ? 'severe' : action.danger,
        isPossible: refusal === undefined,
        ...(refusal && { refusal: { code: refusal.code, detail: refusal.message } }),
      };
    };
    return { target, description, stateOf };
  };

  app.get(
    '/pools/:pool/users/:username/actions',
    {
      config,
      schema: {
        tags: ['Users'],
        operationId: 'listActionsOfUser',
        summary: 'List the actions on a user',
        description:
          'Every action, whether it is possible now for this caller, and why it is not. What depends on the input is said by `dryRun`.',
        params: ofUser,
        response: { 200: Type.Object({ actions: Type.Array(ref(ActionState)) }) },
      },
    },
    async (request) => {
      const { stateOf } = await circumstancesOf(request, request.params);
      return { actions: actions.filter(({ target }) => target === 'user').map(stateOf) };
    },
  );

  app.get(
    '/pools/:pool/users/:username/next-step',
    {
      config,
      schema: {
        tags: ['Users'],
        operationId: 'getNextStepOfUser',
        summary: 'Read what keeps a user from signing in',
        description:
          'The diagnosis of the user’s page: a sentence for people, and the action that helps, if there is one.',
        params: ofUser,
        response: { 200: ref(NextStep) },
      },
    },
    async (request) => {
      const { target, description, stateOf } = await circumstancesOf(request, request.params);
      const { code, tone, title, text, actionId, otherwise } = nextStep(
        target.user,
        description,
        now(),
      );
      const action = actionId && findAction(actionId);
      const other = otherwise && findAction(otherwise.actionId);
      return {
        code,
        tone,
        title,
        text,
        ...(action && { action: stateOf(action) }),
        ...(otherwise && other && { otherwise: { text: otherwise.text, action: stateOf(other) } }),
      };
    },
  );
};
