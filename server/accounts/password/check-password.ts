import { passwordProblems } from '../../actions/attributes/password-policy.ts';
import type { PoolDescription } from '../../cognito/types.ts';
import { type FieldErrors, PoolkeeperError } from '../../errors.ts';

/**
 * @param field of the body that the password is in
 * @throws PoolkeeperError `invalid_password` (422) with the pool's policy in words
 */
export function checkPassword(field: string, password: string, pool: PoolDescription): void {
  const fields = newPasswordProblems(field, password, pool);
  const [message] = Object.values(fields);
  if (message === undefined) return;
  throw new PoolkeeperError({
    code: 'invalid_password',
    status: 422,
    publicMessage: message,
    fields,
  });
}

/** Source: API reference, PasswordType; developer guide, "Adding user pool password requirements". */
export function newPasswordProblems(
  field: string,
  password: string,
  pool: PoolDescription,
): FieldErrors {
  if (password.trim() !== password) {
    return { [field]: 'The password must not begin or end with a space.' };
  }
  return passwordProblems(field, password, pool.passwordPolicy);
}
