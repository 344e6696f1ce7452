import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IssuedTokens, SignInResult } from '../../cognito/sign-in.ts';
import type { StartedSession, Tokens } from './answers.ts';

/** A sign-in, or a refresh, that the pool issued tokens for. */
export type SignedIn = Omit<Extract<SignInResult, { kind: 'tokens' }>, 'kind'>;

/**
 * Turns issued tokens into the answer of the operation. In cookie mode this begins a session that keeps
 * them, and sets its cookie.
 */
export type AnswerSignIn = (
  signedIn: SignedIn,
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<Tokens | StartedSession>;

/** Body mode: the tokens themselves. */
export const answerTokens: AnswerSignIn = async ({ tokens, newDevice }) =>
  toTokens(tokens, newDevice);

/**
 * @param tokens that have just come from the pool
 * @returns the same as the API answers them
 */
export function toTokens(
  { accessToken, idToken, refreshToken }: IssuedTokens,
  newDevice?: Tokens['newDevice'],
): Tokens {
  // They come from the pool itself; the caller verifies them.
  const { exp = 0, iat = 0 } = decomposeUnverifiedJwt(accessToken).payload;
  return {
    accessToken,
    idToken,
    ...(refreshToken !== undefined && { refreshToken }),
    expiresIn: exp - iat,
    tokenType: 'Bearer',
    ...(newDevice !== undefined && { newDevice }),
  };
}
