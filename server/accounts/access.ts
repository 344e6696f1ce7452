import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { PoolkeeperError } from '../errors.ts';
import { bearerToken } from '../tokens/bearer-token.ts';
import type { AccountServices } from './services.ts';

/** A user of the application, as their verified access token names them. */
export type Account = {
  readonly sub: string;
  readonly username: string;
  readonly accessToken: string;
  /** Everything that the access token says. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** When they proved who they are. */
  readonly signedInAt: Date;
  /** In cookie mode, the session behind the cookie: its `idHash`. */
  readonly session?: string;
};

/** Finds the user of a request; throws PoolkeeperError when there is none. */
export type ResolveAccount = (request: FastifyRequest, reply: FastifyReply) => Promise<Account>;

declare module 'fastify' {
  interface FastifyRequest {
    /** On routes with the permission `account` only. */
    account: Account | undefined;
  }
}

type Options = {
  /** Undefined: this scope has no routes for users. */
  readonly resolve?: ResolveAccount;
};

/** Checks every request of a scope of the account API before anything of it is read. Default deny. */
export const accountPermissions = fp(
  async (app: FastifyInstance, { resolve }: Options) => {
    app.decorate('checksPermissions', true);
    app.decorateRequest('account', undefined);
    app.addHook('onRequest', async (request, reply) => {
      const { permission } = request.routeOptions.config;
      if (request.is404 || permission === 'public') return;
      if (permission !== 'account' || resolve === undefined) throw notSignedIn();
      request.account = await resolve(request, reply);
    });
  },
  { name: 'account-permissions', dependencies: ['declared-permissions'] },
);

/**
 * Makes what finds the user of a request by `Authorization: Bearer`, followed by an access token of the
 * application's own app client.
 *
 * The returned function throws PoolkeeperError `not_signed_in` or `token_refused` (401), or
 * `pool_unreachable` (503) when the pool's keys cannot be fetched.
 */
export function resolveBearerAccount({ verifier }: AccountServices): ResolveAccount {
  return async (request) => {
    const accessToken = bearerToken(request.headers.authorization);
    if (accessToken === undefined) throw notSignedIn();
    const { sub, username, claims, signedInAt } = await verifier
      .verifyAccess(accessToken)
      .catch((error: unknown) => {
        throw isRefusal(error) ? tokenRefused(error) : error;
      });
    return { sub, username, accessToken, claims, signedInAt };
  };
}

/** The user of a request on a route with the permission `account`. */
export function accountOf(request: FastifyRequest): Account {
  if (request.account === undefined) throw notSignedIn();
  return request.account;
}

function isRefusal(error: unknown): boolean {
  return error instanceof PoolkeeperError && error.code === 'token_refused';
}

function tokenRefused(cause: unknown): PoolkeeperError {
  return new PoolkeeperError({
    code: 'token_refused',
    status: 401,
    publicMessage:
      'The access token is not valid here: it has expired, or was issued by another pool or to another app client. Refresh it, or sign in again.',
    cause,
  });
}

/** The refusal of a request that says nothing of who it is from. */
export function notSignedIn(): PoolkeeperError {
  return new PoolkeeperError({
    code: 'not_signed_in',
    status: 401,
    publicMessage: 'Sign in first.',
  });
}
