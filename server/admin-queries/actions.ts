import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import type { Action } from '../actions/action.ts';
import { addToGroup } from '../actions/user/add-to-group.ts';
import { confirmUser } from '../actions/user/confirm.ts';
import { disableUser } from '../actions/user/disable.ts';
import { enableUser } from '../actions/user/enable.ts';
import { removeFromGroup } from '../actions/user/remove-from-group.ts';
import { signOutUser } from '../actions/user/sign-out.ts';
import { resolveUser } from '../directory/resolve-user.ts';
import { PoolkeeperError } from '../errors.ts';
import { operatorOf } from '../operators/operator.ts';
import type { AdminQueriesServices } from './services.ts';

const username = Type.String({ minLength: 1, maxLength: 2048 });
const groupname = Type.String({ minLength: 1, maxLength: 128 });
const reason = Type.Optional(Type.String({ maxLength: 500 }));
const strict = { additionalProperties: false } as const;
const OfUser = Type.Object({ username, reason }, strict);
const OfUserAndGroup = Type.Object({ username, groupname, reason }, strict);

type Change = {
  readonly action: Action;
  readonly body: typeof OfUser | typeof OfUserAndGroup;
  /** What AdminQueries answers. */
  readonly done: (username: string, groupname: string) => string;
};

/** By the path of its route. */
const changes: Readonly<Record<string, Change>> = {
  addUserToGroup: {
    action: addToGroup,
    body: OfUserAndGroup,
    done: (user, group) => `Success adding ${user} to ${group}`,
  },
  removeUserFromGroup: {
    action: removeFromGroup,
    body: OfUserAndGroup,
    done: (user, group) => `Removed ${user} from ${group}`,
  },
  confirmUserSignUp: {
    action: confirmUser,
    body: OfUser,
    done: (user) => `Confirmed ${user} registration`,
  },
  disableUser: { action: disableUser, body: OfUser, done: (user) => `Disabled ${user}` },
  enableUser: { action: enableUser, body: OfUser, done: (user) => `Enabled ${user}` },
  signUserOut: {
    action: signOutUser,
    body: OfUser,
    done: (user) => `Signed out ${user} from all devices`,
  },
};

/** The routes that change a user, each by the action of the console. */
export const actionRoutes: FastifyPluginAsyncTypebox<
  Pick<AdminQueriesServices, 'pool' | 'perform'>
> = async (app, { pool, perform }) => {
  for (const [path, { action, body, done }] of Object.entries(changes)) {
    app.post(
      `/${path}`,
      {
        config: { permission: action.permission, isConfirmedByAction: true },
        schema: { body, response: { 200: Type.Object({ message: Type.String() }) } },
      },
      async (request) => {
        const { username: named, reason: why = '', ...group } = request.body;
        const target = await resolveUser(pool.gateway, named);
        const groupname = 'groupname' in group ? group.groupname : '';
        try {
          await perform({
            action,
            operator: operatorOf(request),
            address: request.ip,
            browser: request.headers['user-agent'],
            pool,
            target: { kind: 'user', name: target.username },
            input: { ...('groupname' in group && { group: groupname }), reason: why },
          });
        } catch (error) {
          if (!isSoAlready(error)) throw error;
        }
        return { message: done(named, groupname) };
      },
    );
  }
};

/** Cognito has nothing against disabling a user who is disabled. */
function isSoAlready(error: unknown): boolean {
  return (
    error instanceof PoolkeeperError &&
    (error.code === 'already_disabled' || error.code === 'already_enabled')
  );
}
