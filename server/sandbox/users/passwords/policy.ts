import type { UserPool } from '../../pools/pool.ts';
import { type RandomSource, randomInteger, randomText } from '../../random.ts';
import { AwsError, invalidParameter } from '../../wire/errors.ts';

const lower = 'abcdefghijkmnopqrstuvwxyz';
const upper = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const digits = '23456789';
const symbols = '!#$%&*+-.:=?@^_~';

/** The special characters that count as symbols. Source: developer guide, "Adding user pool password requirements". */
const symbolPattern = /[\^$*.[\]{}()?\-"!@#%&/\\,><':;|_~`+=]|(?<=\S) (?=\S)/;

const generatedLength = 16;

/** How long a temporary password is good for, in milliseconds. */
export function temporaryPasswordLifetime(pool: UserPool): number {
  const days =
    pool.settings.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays ||
    pool.settings.AdminCreateUserConfig?.UnusedAccountValidityDays ||
    7;
  return days * 86_400_000;
}

/**
 * Checks a password against the pool's policy.
 * @throws AwsError InvalidPasswordException naming the first rule it breaks; InvalidParameterException when it is
 * over 256 characters or begins or ends with white space
 */
export function checkPassword(pool: UserPool, password: string): void {
  if (password.length > 256) {
    throw invalidParameter(
      "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must have length less than or equal to 256",
    );
  }
  const policy = pool.settings.Policies?.PasswordPolicy ?? {};
  if (password.length < (policy.MinimumLength ?? 8)) refuse('Password not long enough');
  if (password.trim() !== password) {
    throw invalidParameter(
      "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[\\S]+.*[\\S]+$",
    );
  }
  if (policy.RequireUppercase && !/\p{Lu}/u.test(password)) {
    refuse('Password must have uppercase characters');
  }
  if (policy.RequireLowercase && !/\p{Ll}/u.test(password)) {
    refuse('Password must have lowercase characters');
  }
  if (policy.RequireNumbers && !/[0-9]/.test(password)) {
    refuse('Password must have numeric characters');
  }
  if (policy.RequireSymbols && !symbolPattern.test(password)) {
    refuse('Password must have symbol characters');
  }
}

function refuse(rule: string): never {
  throw new AwsError('InvalidPasswordException', `Password did not conform with policy: ${rule}`);
}

/** Returns a random temporary password that meets every policy of its length. */
export function generatePassword(pool: UserPool, random: RandomSource): string {
  const length = Math.max(
    generatedLength,
    pool.settings.Policies?.PasswordPolicy?.MinimumLength ?? 0,
  );
  const all = lower + upper + digits + symbols;
  const characters = [lower, upper, digits, symbols].map((kind) => randomText(random, 1, kind));
  characters.push(...randomText(random, length - characters.length, all));
  for (let last = characters.length - 1; last > 0; last -= 1) {
    const other = randomInteger(random, last + 1);
    [characters[last], characters[other]] = [characters[other] ?? '', characters[last] ?? ''];
  }
  return characters.join('');
}
