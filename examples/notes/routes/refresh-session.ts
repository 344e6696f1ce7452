import type { FastifyRequest } from 'fastify';
import type { UserTokens } from '../../../server/accounts/plugin.ts';
import { Problem } from '../account-api/problem.ts';
import type { Parts } from './parts.ts';

/** Refreshes the tokens of a session and keeps them; undefined when the sign-in is over. */
export async function refreshSession(
  { accounts, sessions }: Parts,
  request: FastifyRequest,
  { refreshToken }: UserTokens & { readonly refreshToken: string },
): Promise<UserTokens | undefined> {
  const session = sessions.of(request);
  if (session === undefined) return undefined;
  try {
    const fresh = await accounts.refresh(refreshToken, session.deviceKey);
    session.tokens = { refreshToken, ...fresh };
  } catch (error) {
    if (!(error instanceof Problem && error.status === 401)) throw error;
    session.tokens = undefined;
  }
  return session.tokens;
}
