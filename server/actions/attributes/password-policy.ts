import type { PasswordPolicy } from '../../cognito/types.ts';
import type { FieldErrors } from '../../errors.ts';

/** The policy as one sentence: "At least 8 characters, with upper case, lower case and a number." */
export function describePasswordPolicy(policy: PasswordPolicy): string {
  const kinds = [
    policy.requiresUppercase && 'an upper-case letter',
    policy.requiresLowercase && 'a lower-case letter',
    policy.requiresNumbers && 'a number',
    policy.requiresSymbols && 'a symbol',
  ].filter((kind) => kind !== false);
  const length = `At least ${policy.minimumLength} characters`;
  if (kinds.length === 0) return `${length}.`;
  return `${length}, with ${new Intl.ListFormat('en').format(kinds)}.`;
}

// The symbols that the service counts; a space counts only between other characters.
const symbol = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]|\S \S/;

/**
 * A message under `field` when the password breaks the pool's policy; empty when it fits or none
 * was given. The service checks again: this is so that the form says it before anything is tried.
 *
 * Source: Amazon Cognito developer guide, "Adding user pool password requirements".
 */
export function passwordProblems(
  field: string,
  password: string | undefined,
  policy: PasswordPolicy,
): FieldErrors {
  if (password === undefined) return {};
  const fits =
    password.length >= policy.minimumLength &&
    (!policy.requiresUppercase || /[A-Z]/.test(password)) &&
    (!policy.requiresLowercase || /[a-z]/.test(password)) &&
    (!policy.requiresNumbers || /[0-9]/.test(password)) &&
    (!policy.requiresSymbols || symbol.test(password));
  return fits ? {} : { [field]: `The password is too weak. ${describePasswordPolicy(policy)}` };
}
