import type { SandboxContext } from '../../context.ts';
import { poolName, type UserPool, usesContactAsUsername } from '../../pools/pool.ts';
import { powerOfGenerator, toBigInt, toSignedBytes } from '../srp/group.ts';
import type { PasswordVerifier, SrpIdentity } from '../srp/verifier.ts';

/**
 * Makes up the SRP identity of a name that belongs to nobody, so that a client that hides who exists gets the same
 * kind of answer, and each time the same one. Source: AWS, "Managing error response details".
 */
export function absentIdentity(context: SandboxContext, pool: UserPool, name: string): SrpIdentity {
  const realm = poolName(pool.id);
  if (!usesContactAsUsername(pool)) return { realm, username: name };
  const hex = context.secrets.hash('absent-user', `${pool.id} ${name}`).toString('hex');
  const username = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
  ];
  return { realm, username: [...username, hex.slice(20, 32)].join('-') };
}

/** Makes up what would be stored of that person's password. Nobody knows a password that fits it. */
export function absentCredentials(
  context: SandboxContext,
  pool: UserPool,
  name: string,
): PasswordVerifier {
  const salt = context.secrets.hash('absent-salt', `${pool.id} ${name}`).subarray(0, 16);
  const exponent = context.secrets.hash('absent-verifier', `${pool.id} ${name}`);
  return { salt, verifier: toSignedBytes(powerOfGenerator(toBigInt(exponent))) };
}
