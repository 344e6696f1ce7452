import { PoolkeeperError } from '../../errors.ts';
import { bearerToken } from '../../tokens/bearer-token.ts';
import type { TokenVerifier } from '../../tokens/token-verifier.ts';
import type { Operator } from '../operator.ts';
import { type GroupNames, roleOfGroups } from '../role-of-groups.ts';
import { notAnOperator } from '../sessions.ts';

/** The operator whom an access token speaks of, with the role that it names. */
export type ResolveBearer = (accessToken: string) => Promise<Operator>;

/**
 * Whether a header of credentials is neither a token nor what a proxy in front asks for (Basic). Such a
 * request must not be answered for whoever the cookie names.
 */
export function isMalformedAuthorization(header: string | undefined): boolean {
  if (header === undefined || bearerToken(header) !== undefined) return false;
  return !/^Basic +[A-Za-z0-9+/]+=* *$/i.test(header);
}

/** The refusal of an `Authorization` header that is not `Bearer` and a token. */
export function malformedAuthorization(): PoolkeeperError {
  return refused(new Error('The Authorization header is malformed.'));
}

/**
 * Makes the way in for programs.
 *
 * The returned function throws PoolkeeperError `token_refused` (401), `not_an_operator` (403), or
 * `pool_unreachable` (503) when the pool's keys cannot be fetched.
 */
export function createBearer(
  verifier: Pick<TokenVerifier, 'verifyAccess'>,
  groups: GroupNames,
): ResolveBearer {
  return async (accessToken) => {
    const {
      sub,
      username,
      groups: memberships,
      signedInAt,
      origin,
    } = await verifier.verifyAccess(accessToken).catch((error: unknown) => {
      throw isRefusal(error) ? refused(error) : error;
    });
    const role = roleOfGroups(memberships, groups);
    if (role === undefined) throw notAnOperator();
    const sessionId = `bearer ${origin.slice(0, 8)}`;
    return { sub, username, displayName: username, role, sessionId, signedInAt };
  };
}

function isRefusal(error: unknown): boolean {
  return error instanceof PoolkeeperError && error.code === 'token_refused';
}

function refused(cause: unknown): PoolkeeperError {
  return new PoolkeeperError({
    code: 'token_refused',
    status: 401,
    publicMessage:
      'This is no access token that the console accepts. It must be issued to its own app client by the operator pool, and must not have ended.',
    cause,
  });
}
