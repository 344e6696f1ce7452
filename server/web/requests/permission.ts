import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { forbidden } from '../../errors.ts';
import type { Operator } from '../../operators/operator.ts';
import { isAllowed, type Permission } from '../../operators/permissions.ts';
import { prefersJson } from './accepts.ts';
import { isHtmx } from './htmx.ts';

/**
 * What a route asks of its caller. `signed-in` is any operator, whatever the role; `account` is a user of an
 * application, by a token of its app client.
 */
export type RoutePermission = Permission | 'public' | 'signed-in' | 'account';

export type DeclaredRoute = {
  readonly method: string;
  readonly url: string;
  readonly permission: RoutePermission;
};

declare module 'fastify' {
  interface FastifyContextConfig {
    permission?: RoutePermission;
  }
  interface FastifyInstance {
    /** Every route that was registered, for the tests that try them all. */
    declaredRoutes: DeclaredRoute[];
    /** Whether routes of this scope are checked against the permission that they declare. */
    checksPermissions?: true;
  }
  interface FastifyRequest {
    /** The verified person behind the request; undefined before sign-in. */
    operator: Operator | undefined;
  }
}

/**
 * Default deny: a route that declares no permission stops the boot, and so does one in a scope that checks
 * none. Registered before any route.
 */
export const declaredPermissions = fp(
  async (app: FastifyInstance) => {
    const routes: DeclaredRoute[] = [];
    app.decorate('declaredRoutes', routes);
    app.addHook('onRoute', function declare(this: FastifyInstance, { method, url, config }) {
      const permission = config?.permission;
      if (permission === undefined) {
        throw new Error(`Route ${method} ${url} declares no permission.`);
      }
      if (this.checksPermissions !== true) {
        throw new Error(`Route ${method} ${url} is in no scope that checks permissions.`);
      }
      for (const one of [method].flat()) routes.push({ method: one, url, permission });
    });
  },
  { name: 'declared-permissions' },
);

/**
 * Checks every request of the console against its route's permission before anything of it is read.
 * Registered after the plugin that sets `request.operator` and before any route.
 */
export const operatorPermissions = fp(
  async (app: FastifyInstance) => {
    app.decorate('checksPermissions', true);
    app.addHook('onRequest', async (request, reply) => {
      const permission = request.routeOptions.config.permission;
      if (request.is404 || permission === 'public') return;
      if (request.operator === undefined) return askToSignIn(request, reply);
      if (permission === 'signed-in') return;
      const isOfConsole = permission !== undefined && permission !== 'account';
      if (!isOfConsole || !isAllowed(request.operator.role, permission)) {
        throw forbidden(
          'permission_missing',
          `Your role (${request.operator.role}) does not include this. An administrator can do it, or give you another role.`,
        );
      }
    });
  },
  { name: 'operator-permissions', dependencies: ['operator-session', 'declared-permissions'] },
);

/**
 * Whether the operator of a request may still have its answer, which goes on for long: by the
 * session, the pool and the route's permission.
 */
export async function isStillAllowed(request: FastifyRequest): Promise<boolean> {
  const operator = await request.presentOperator();
  const permission = request.routeOptions.config.permission;
  if (operator === undefined || permission === undefined) return false;
  if (permission === 'account') return false;
  if (permission === 'public' || permission === 'signed-in') return true;
  return isAllowed(operator.role, permission);
}

/** A page load goes to the sign-in page and comes back; a fetch learns that the session ended. */
function askToSignIn(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (prefersJson(request)) {
    return reply.code(401).send({
      error: { code: 'not_signed_in', message: 'Sign in first.' },
    });
  }
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (isHtmx(request)) {
    const shown = request.headers['hx-current-url'];
    const returnTo = typeof shown === 'string' && URL.canParse(shown) ? new URL(shown) : undefined;
    return reply
      .code(401)
      .header('HX-Redirect', signInPath(returnTo && returnTo.pathname + returnTo.search))
      .send();
  }
  return reply.redirect(signInPath(isRead ? request.url : undefined), 303);
}

/** In characters, as `localPath` takes them; encoded, three times as many fit into a client's headers. */
const longestReturn = 4096;

function signInPath(returnTo: string | undefined): string {
  if (returnTo === undefined || returnTo === '/' || returnTo.length > longestReturn) {
    return '/sign-in';
  }
  return `/sign-in?return_to=${encodeURIComponent(returnTo)}`;
}
