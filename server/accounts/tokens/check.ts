import { type Static, Type } from '@sinclair/typebox';
import { PoolkeeperError } from '../../errors.ts';
import { refusalReason, refusedTokenReasons, subOf } from '../../tokens/refusal-reason.ts';
import type { AccountServices } from '../services.ts';
import { toTokens } from '../sign-in/answer-tokens.ts';
import { Tokens } from '../sign-in/answers.ts';

const Claims = Type.Record(Type.String(), Type.Unknown());

/** Why tokens are over: what the access token is, or that the refresh token does not help any more. */
const reasons = [...refusedTokenReasons, 'revoked', 'session_ended'] as const;

export const CheckedToken = Type.Object(
  {
    state: Type.Union([Type.Literal('valid'), Type.Literal('refreshed'), Type.Literal('over')]),
    reason: Type.Optional(
      Type.Union(
        reasons.map((reason) => Type.Literal(reason)),
        {
          description:
            'Why the token is not valid any more. `foreign`: of another pool, app client or person; `invalid`: no token of this kind, or changed; `session_ended`: the refresh token is not valid either.',
        },
      ),
    ),
    claims: Type.Optional({ ...Claims, description: 'Of the valid access token.' }),
    idClaims: Type.Optional({ ...Claims, description: 'Of the ID token, if one was given.' }),
    tokens: Type.Optional(Type.Ref(Tokens)),
  },
  { $id: 'CheckedToken', description: 'What became of tokens.' },
);

type Checked = Static<typeof CheckedToken>;
type Reason = (typeof reasons)[number];
type Given = {
  readonly accessToken: string;
  readonly idToken?: string;
  readonly refreshToken?: string;
  readonly deviceKey?: string;
};

/**
 * Verifies tokens, asks the pool whether they were revoked, and refreshes those that are over when a
 * refresh token is given.
 *
 * @throws PoolkeeperError when the pool cannot be reached
 */
export async function checkTokens(given: Given, services: AccountServices): Promise<Checked> {
  const checked = await verified(given, services);
  if (!('reason' in checked)) return { state: 'valid', ...checked };
  const { reason } = checked;
  const canRefresh = reason === 'expired' || reason === 'revoked';
  if (!canRefresh || given.refreshToken === undefined) return { state: 'over', reason };
  return refreshed(given, given.refreshToken, services);
}

type Verified = Pick<Checked, 'claims' | 'idClaims'> | { readonly reason: Reason };

async function verified(
  { accessToken, idToken }: Given,
  { verifier, signIn }: AccountServices,
): Promise<Verified> {
  try {
    const { sub, claims } = await verifier.verifyAccess(accessToken);
    const idClaims = idToken === undefined ? undefined : await verifier.verifyId(idToken);
    if (idClaims !== undefined && idClaims.sub !== sub) return { reason: 'foreign' };
    if (!(await signIn.isAccepted(accessToken))) return { reason: 'revoked' };
    return { claims, ...(idClaims !== undefined && { idClaims }) };
  } catch (error) {
    const reason = refusalReason(error);
    if (reason === undefined) throw error;
    return { reason };
  }
}

async function refreshed(
  { accessToken, deviceKey }: Given,
  refreshToken: string,
  services: AccountServices,
): Promise<Checked> {
  const { verifier, refreshOnce } = services;
  try {
    const issued = await refreshOnce.refresh(refreshToken, deviceKey);
    const { sub, claims } = await verifier.verifyAccess(issued.accessToken);
    if (sub !== subOf(accessToken)) return { state: 'over', reason: 'foreign' };
    const idClaims = await verifier.verifyId(issued.idToken);
    return { state: 'refreshed', claims, idClaims, tokens: toTokens(issued) };
  } catch (error) {
    const isOver = error instanceof PoolkeeperError && error.code === 'session_ended';
    if (isOver) return { state: 'over', reason: 'session_ended' };
    throw error;
  }
}
