import type { PasswordPolicy } from '../../cognito/types.ts';
import type { OperatorServices } from '../services.ts';

/** Undefined when the console may not read the pool's settings: the pool itself still checks. */
export async function policyOf({
  describePool,
}: OperatorServices): Promise<PasswordPolicy | undefined> {
  return describePool().then(
    (pool) => pool.passwordPolicy,
    () => undefined,
  );
}

/** One sentence: "At least 8 characters, with an upper-case letter and a number." */
export function policyInWords(policy: PasswordPolicy): string {
  const demands = [
    policy.requiresUppercase && 'an upper-case letter',
    policy.requiresLowercase && 'a lower-case letter',
    policy.requiresNumbers && 'a number',
    policy.requiresSymbols && 'a symbol',
  ].filter((demand) => demand !== false);
  const length = `At least ${policy.minimumLength} characters`;
  if (demands.length === 0) return `${length}.`;
  return `${length}, with ${new Intl.ListFormat('en').format(demands)}.`;
}
