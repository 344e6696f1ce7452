import type { FastifyReply, FastifyRequest } from 'fastify';
import type { UserMapping } from './mapping.ts';
import type { Refusal } from './refusals.ts';
import type { UserTokens } from './user.ts';

/** A user pool whose tokens are accepted. */
export type UserPool = {
  /** `eu-west-1_AbCdEf123` */
  readonly userPoolId: string;
  /** The app clients whose tokens are accepted, one or several. */
  readonly clientId: string | readonly string[];
  /** The pool's JSON Web Key Set, so that nothing is fetched. */
  readonly jwks?: unknown;
  /** Address of an emulator such as the sandbox. Never set it for a real pool. */
  readonly endpoint?: string | undefined;
};

type Rules = {
  /** Which token `requireUser` wants; `access` by default. Scopes are in access tokens only. */
  readonly tokenUse?: 'access' | 'id';
  /**
   * Seconds by which this machine's clock may differ from the pool's, 30 by default and at most 300: a
   * token is still good so long after its end.
   */
  readonly clockTolerance?: number;
  /** Where the tokens of a request are, such as in its session; `Authorization: Bearer` by default. */
  readonly tokens?: (
    request: FastifyRequest,
  ) => UserTokens | undefined | Promise<UserTokens | undefined>;
  /**
   * Called for tokens from `tokens` that end within 30 seconds or have ended: refreshes them, keeps the
   * new ones and returns them; undefined when the sign-in is over. Once for all requests that wait.
   */
  readonly refresh?: (
    request: FastifyRequest,
    tokens: UserTokens & { readonly refreshToken: string },
  ) => Promise<UserTokens | undefined>;
  /** The application's own record of each user, made by `userMapping`. */
  readonly mapUser?: UserMapping<unknown>;
  /** Answers refusals instead of problem details, such as by a redirect to a page to sign in. */
  readonly onRefusal?: (refusal: Refusal, request: FastifyRequest, reply: FastifyReply) => unknown;
  /** Where COGNITO_JWKS is read when there is one pool without `jwks`; `process.env` by default. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
};

/** The options of the plugin: one user pool, or several as `pools`. */
export type UserOptions = Rules & (UserPool | { readonly pools: readonly UserPool[] });

/** The options after they were checked. */
export type CheckedOptions = Rules & {
  readonly pools: readonly UserPool[];
  readonly tokenUse: 'access' | 'id';
  readonly clockTolerance: number;
};

/**
 * Checks the options when the plugin is registered. A missing app client stops the start, since without
 * one the tokens of every app client of the pool would do.
 *
 * @throws Error with one sentence that names the option
 */
export function checkOptions(options: UserOptions): CheckedOptions {
  const { tokenUse = 'access', clockTolerance = 30, environment = process.env } = options;
  const pools = ('pools' in options ? options.pools : [options]).map((pool, _index, all) =>
    checkPool(pool, all.length === 1 ? environment.COGNITO_JWKS : undefined),
  );
  if (pools.length === 0) throw new Error('The option pools must name a user pool.');
  if (new Set(pools.map(({ userPoolId }) => userPoolId)).size < pools.length) {
    throw new Error('The option pools must name each user pool once.');
  }
  if (tokenUse !== 'access' && tokenUse !== 'id') {
    throw new Error('The option tokenUse must be access or id.');
  }
  if (!(clockTolerance >= 0 && clockTolerance <= 300)) {
    throw new Error('The option clockTolerance must be 0 to 300 seconds.');
  }
  if (options.refresh !== undefined && options.tokens === undefined) {
    throw new Error(
      'The option refresh needs the option tokens, which says where tokens are kept.',
    );
  }
  return { ...options, pools, tokenUse, clockTolerance };
}

function checkPool(
  { userPoolId, clientId, jwks, endpoint }: UserPool,
  inEnvironment: string | undefined,
): UserPool {
  if (typeof userPoolId !== 'string' || !/^[a-z][a-z\d-]+_[\da-zA-Z]+$/.test(userPoolId)) {
    throw new Error('The option userPoolId must look like eu-west-1_AbCdEf123.');
  }
  const clientIds = [clientId].flat();
  if (clientIds.length === 0 || !clientIds.every((id) => /^[\w+]{1,128}$/.test(id ?? ''))) {
    throw new Error('The option clientId must be the id of an app client, or several.');
  }
  if (endpoint !== undefined && !/^https?:\/\//.test(endpoint)) {
    throw new Error('The option endpoint must be the address of an emulator.');
  }
  return { userPoolId, clientId: clientIds, jwks: jwks ?? parseKeys(inEnvironment), endpoint };
}

function parseKeys(json: string | undefined): unknown {
  if (json === undefined || json === '') return undefined;
  try {
    return JSON.parse(json);
  } catch {
    throw new Error('COGNITO_JWKS must be a JSON Web Key Set.');
  }
}
