import type { NewAccount } from '../../cognito/sign-up/gateway.ts';
import type { PoolDescription } from '../../cognito/types.ts';
import { type FieldErrors, invalidInput } from '../../errors.ts';
import { type AttributeNames, bodyField } from '../attribute-names.ts';
import { checkPassword, newPasswordProblems } from '../password/check-password.ts';
import { attributeProblems, isEmail, isPhoneNumber } from './attribute-checks.ts';

type Contact = 'email' | 'phone_number';

/**
 * Refuses a sign-up that the pool would refuse for a new account, so that the refusal is the same for a
 * username that is taken.
 *
 * @throws PoolkeeperError `invalid_password` (422) when only the password is wrong, else `invalid_input`
 */
export function checkSignUp(
  account: NewAccount,
  pool: PoolDescription,
  names: AttributeNames,
): void {
  const attributes = attributeProblems(withUsername(account, pool), pool);
  const inBody = Object.entries(attributes).map(([name, message]) => [
    bodyField(names.inApi(name)),
    message,
  ]);
  const fields = { ...usernameProblems(account.username, pool), ...Object.fromEntries(inBody) };
  if (Object.keys(fields).length === 0) {
    checkPassword('password', account.password, pool);
    return;
  }
  const password = newPasswordProblems('password', account.password, pool);
  throw invalidInput(
    { ...fields, ...password },
    'Some members of the request are not as the pool needs them. Correct them, and try again.',
  );
}

/** Source: API reference, SignUp; developer guide, "Customizing sign-in attributes". */
function usernameProblems(username: string, pool: PoolDescription): FieldErrors {
  const problem = usernameProblem(username, pool);
  return problem === '' ? {} : { username: problem };
}

function usernameProblem(username: string, pool: PoolDescription): string {
  const { usernameAttributes, aliasAttributes } = pool;
  if (usernameAttributes.length > 0) {
    if (contactNamed(username, pool) !== undefined) return '';
    if (usernameAttributes.length > 1) return 'Enter an email address or a phone number.';
    return usernameAttributes[0] === 'email'
      ? 'Enter an email address such as name@example.com.'
      : 'Enter a phone number with its country code, such as +15551234567.';
  }
  if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u.test(username)) {
    return 'A username has letters, digits, symbols and punctuation, and no spaces.';
  }
  if (aliasAttributes.includes('email') && /^[^@]+@[^@]+$/.test(username)) {
    return 'A username must not be an email address. Send the address as the attribute.';
  }
  if (aliasAttributes.includes('phone_number') && /^\+\d+$/.test(username)) {
    return 'A username must not be a phone number. Send the number as the attribute.';
  }
  return '';
}

/** Which contact a username is, where contacts are the usernames. */
function contactNamed(username: string, pool: PoolDescription): Contact | undefined {
  const { usernameAttributes } = pool;
  if (usernameAttributes.includes('email') && isEmail(username)) return 'email';
  if (usernameAttributes.includes('phone_number') && isPhoneNumber(username)) return 'phone_number';
  return undefined;
}

/** The attributes that the account will have: a contact that is the username among them. */
export function withUsername(
  { username, attributes }: NewAccount,
  pool: PoolDescription,
): Readonly<Record<string, string>> {
  const contact = contactNamed(username, pool);
  return contact === undefined ? attributes : { ...attributes, [contact]: username };
}
