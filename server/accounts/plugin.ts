import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { createIdentify } from './plugin/identify.ts';
import { checkOptions, type UserOptions } from './plugin/options.ts';
import { answerRefusal, Refusal } from './plugin/refusals.ts';
import { rememberIdentity, type User } from './plugin/user.ts';

export { type MappedValues, type UserMapping, userMapping } from './plugin/mapping.ts';
export type { UserOptions, UserPool } from './plugin/options.ts';
export { Refusal } from './plugin/refusals.ts';
export { type Claims, tokensOf, type User, type UserTokens, userOf } from './plugin/user.ts';

/** A hook for `onRequest` or `preHandler` of a route. */
export type Guard = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

declare module 'fastify' {
  interface FastifyRequest {
    /** Who the request is from; undefined on routes that require no user. */
    user: User | undefined;
  }
  interface FastifyInstance {
    /** Refuses requests without a valid token with 401. */
    requireUser: Guard;
    /** Also refuses users who are in none of these groups with 403. */
    requireGroup(...groups: readonly [string, ...string[]]): Guard;
    /** Also refuses access tokens without this scope with 403. */
    requireScope(scope: string): Guard;
  }
}

/**
 * A Fastify plugin that protects the endpoints of an application with the tokens of its user pool; it
 * needs nothing else of Poolkeeper.
 *
 * @throws Error at the registration when an option cannot be used
 */
export const cognitoUsers = fp(
  async (app: FastifyInstance, options: UserOptions) => {
    const checked = checkOptions(options);
    const { mapUser, onRefusal = answerRefusal } = checked;
    const identify = createIdentify(checked);
    const users = new WeakMap<FastifyRequest, User>();

    /** Who the request is from, found once however many guards a route has. */
    async function signedIn(request: FastifyRequest): Promise<User> {
      const known = users.get(request);
      if (known !== undefined) return known;
      const identity = await identify(request);
      await mapUser?.load(request, identity.user);
      rememberIdentity(request, identity);
      users.set(request, identity.user);
      request.user = identity.user;
      return identity.user;
    }

    const guard =
      (check: (user: User) => void): Guard =>
      async (request, reply) => {
        try {
          check(await signedIn(request));
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          if (error.statusCode === 503) request.log.error({ err: error }, error.code);
          else request.log.info({ code: error.code }, 'request refused');
          await onRefusal(error, request, reply);
          return reply;
        }
      };

    app.decorateRequest('user', undefined);
    app.decorate(
      'requireUser',
      guard(() => undefined),
    );
    app.decorate('requireGroup', (...groups: readonly string[]) => {
      if (groups.length === 0 || groups.some((group) => !group)) {
        throw new Error('requireGroup needs the name of a group.');
      }
      return guard((user) => {
        if (!groups.some((group) => user.groups.includes(group))) throw Refusal.notInGroup();
      });
    });
    app.decorate('requireScope', (scope: string) => {
      // The characters of a scope: RFC 6749, section 3.3.
      if (!/^[\x21\x23-\x5B\x5D-\x7E]+$/.test(scope)) {
        throw new Error('requireScope needs the name of one scope.');
      }
      return guard((user) => {
        if (!user.scopes.includes(scope)) throw Refusal.scopeMissing(scope);
      });
    });
  },
  { name: 'cognito-users', fastify: '5.x' },
);
