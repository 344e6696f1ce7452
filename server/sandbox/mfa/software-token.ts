import type { SandboxContext } from '../context.ts';
import type { UserPool } from '../pools/pool.ts';
import type { User } from '../users/user.ts';
import { AwsError } from '../wire/errors.ts';
import { factorsOfPool } from './factor.ts';
import { findMfa, saveMfa } from './store.ts';
import { judgeTotp, type TotpVerdict, toBase32 } from './totp.ts';

const secretBytes = 32;

/**
 * Hands a user a new TOTP secret. The present authenticator goes on working until the new one has been verified.
 * @returns the secret in base32
 * @throws AwsError SoftwareTokenMFANotFoundException when the pool does not offer TOTP
 */
export function associateSecret(context: SandboxContext, pool: UserPool, user: User): string {
  if (!factorsOfPool(pool).includes('SOFTWARE_TOKEN_MFA')) {
    throw new AwsError(
      'SoftwareTokenMFANotFoundException',
      'Software Token MFA has not been enabled by the userPool.',
    );
  }
  const secret = context.random.bytes(secretBytes);
  saveMfa(context, user.key, { ...findMfa(context, user.key), totpPendingSecret: secret });
  return toBase32(secret);
}

/** Returns in base32 the secret that was handed out and waits for its first code, or undefined. */
export function pendingSecret(context: SandboxContext, user: User): string | undefined {
  const { totpPendingSecret } = findMfa(context, user.key);
  return totpPendingSecret && toBase32(totpPendingSecret);
}

/**
 * Checks the first code of a new authenticator, and makes it the user's when the code is right. Whether it is asked
 * for at sign-in is up to the user's preference and the pool.
 * @throws AwsError EnableSoftwareTokenMFAException for a wrong code, SoftwareTokenMFANotFoundException when no secret
 * was handed out
 */
export function verifySecret(
  context: SandboxContext,
  user: User,
  code: string,
  name: string | undefined,
): void {
  const state = findMfa(context, user.key);
  const { totpPendingSecret, ...kept } = state;
  if (totpPendingSecret === undefined) {
    throw new AwsError(
      'SoftwareTokenMFANotFoundException',
      'Software token MFA has not been associated by the user.',
    );
  }
  const outcome = judgeTotp(totpPendingSecret, code, context.clock());
  if (outcome.verdict !== 'match') {
    throw new AwsError('EnableSoftwareTokenMFAException', 'Code mismatch');
  }
  saveMfa(context, user.key, {
    ...kept,
    totpSecret: totpPendingSecret,
    totpLastStep: -1,
    totpName: name ?? state.totpName,
  });
}

/** Judges a code at sign-in; a right one is used up with it. */
export function judgeSoftwareToken(
  context: SandboxContext,
  user: User,
  code: string,
): TotpVerdict['verdict'] {
  const state = findMfa(context, user.key);
  if (state.totpSecret === undefined) return 'mismatch';
  const outcome = judgeTotp(state.totpSecret, code, context.clock(), state.totpLastStep);
  if (outcome.verdict === 'match') {
    saveMfa(context, user.key, { ...state, totpLastStep: outcome.step });
  }
  return outcome.verdict;
}

/** Takes a user's authenticator away, with the preference for it. */
export function deleteSoftwareToken(context: SandboxContext, user: User): void {
  const { totpSecret, totpPendingSecret, preferred, ...kept } = findMfa(context, user.key);
  const isPreferred = preferred === 'SOFTWARE_TOKEN_MFA';
  saveMfa(context, user.key, {
    ...kept,
    totpName: '',
    totpLastStep: -1,
    enabled: kept.enabled.filter((factor) => factor !== 'SOFTWARE_TOKEN_MFA'),
    ...(preferred === undefined || isPreferred ? {} : { preferred }),
  });
}
