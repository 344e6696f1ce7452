import type { SandboxContext } from '../../context.ts';
import { type UserPool, usesContactAsUsername } from '../../pools/pool.ts';
import { randomUuid } from '../../random.ts';
import { AwsError, invalidParameter } from '../../wire/errors.ts';
import { findByAlias } from '../aliases-store.ts';
import { writeAliases } from '../attributes/aliases.ts';
import { checkAttributes, isEmail, isPhoneNumber } from '../attributes/check.ts';
import { merged } from '../attributes/set.ts';
import { findByKey, findByUsername, insertUser } from '../store.ts';
import type { User, UserStatus } from '../user.ts';

/** What a new user is made from. */
export interface UserDraft {
  /** As the request gives it: a username, or an e-mail address or phone number where those are the usernames. */
  readonly username: string;
  /** As the request gives them, unchecked. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly status: UserStatus;
  readonly temporaryPasswordExpires?: Date;
  /** Takes aliases away from whoever holds them. */
  readonly force?: boolean;
  /**
   * Gives contacts without a verified flag the flag "false", as SignUp does. AdminCreateUser adds none.
   * Source: AWS CLI examples of admin-create-user.
   */
  readonly marksUnverified?: boolean;
}

/**
 * Makes a user, without a password, and returns it: checks the username's form and that it is free, the attributes
 * and the aliases.
 * @throws AwsError UsernameExistsException, AliasExistsException or InvalidParameterException
 */
export function createUser(context: SandboxContext, pool: UserPool, draft: UserDraft): User {
  return context.database.transaction(() => {
    const sub = randomUuid(context.random);
    const contact = contactNamed(pool, draft.username);
    const given =
      contact === undefined ? draft.attributes : { ...draft.attributes, [contact]: draft.username };
    checkUsernameIsFree(context, pool, draft.username, given);
    const attributes = merged(
      {},
      checkAttributes(pool, given, 'create'),
      draft.marksUnverified ?? false,
    );
    const now = context.clock();
    const key = insertUser(context, pool, {
      username: contact === undefined ? draft.username : sub,
      sub,
      status: draft.status,
      isEnabled: true,
      attributes,
      ...(draft.temporaryPasswordExpires === undefined
        ? {}
        : { temporaryPasswordExpires: draft.temporaryPasswordExpires }),
      created: now,
      modified: now,
    });
    writeAliases(context, pool, { key, attributes }, draft.force ?? false);
    const user = findByKey(context, key);
    if (user === undefined) throw new Error('A user just made cannot be found.');
    return user;
  });
}

/** Returns which contact a username is, where contacts are the usernames; checks its form everywhere. */
function contactNamed(pool: UserPool, username: string): 'email' | 'phone_number' | undefined {
  const contacts = pool.settings.UsernameAttributes ?? [];
  if (usesContactAsUsername(pool)) {
    if (contacts.includes('email') && isEmail(username)) return 'email';
    if (contacts.includes('phone_number') && isPhoneNumber(username)) return 'phone_number';
    if (contacts.length > 1) {
      throw invalidParameter('Username should be either an email or a phone number.');
    }
    throw invalidParameter(
      contacts.includes('email')
        ? 'Username should be an email.'
        : 'Username should be a phone number.',
    );
  }
  if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u.test(username)) {
    throw invalidParameter(
      "1 validation error detected: Value at 'username' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+",
    );
  }
  const aliases = pool.settings.AliasAttributes ?? [];
  if (aliases.includes('email') && isEmail(username)) {
    throw invalidParameter(
      'Username cannot be of email format, since user pool is configured for email alias.',
    );
  }
  if (aliases.includes('phone_number') && isPhoneNumber(username)) {
    throw invalidParameter(
      'Username cannot be of phone number format, since user pool is configured for phone number alias.',
    );
  }
  return undefined;
}

function checkUsernameIsFree(
  context: SandboxContext,
  pool: UserPool,
  username: string,
  attributes: Readonly<Record<string, string>>,
): void {
  if (findByUsername(context, pool, username) !== undefined) {
    throw new AwsError('UsernameExistsException', 'User account already exists');
  }
  for (const kind of pool.settings.UsernameAttributes ?? []) {
    const value = attributes[kind];
    if (value && findByAlias(context, pool, value, kind) !== undefined) {
      throw new AwsError(
        'UsernameExistsException',
        `An account with the given ${kind} already exists.`,
      );
    }
  }
}
