import type { SandboxContext } from '../../context.ts';
import type { UserPool } from '../../pools/pool.ts';
import { canClientRead } from '../../tokens/client-attributes.ts';
import type { User } from '../../users/user.ts';
import { notAuthorized } from '../../wire/errors.ts';
import type { Caller } from '../client/caller.ts';
import type { Challenge } from '../result.ts';
import { type SignInAttempt, sealSession } from '../session/session.ts';

/** What stands in front of an attribute's name in this challenge and its answer. */
export const attributePrefix = 'userAttributes.';

/**
 * Asks somebody with a temporary password for a new one, and for required attributes that are still missing.
 * @throws AwsError NotAuthorizedException when the temporary password has expired
 */
export function askForNewPassword(
  context: SandboxContext,
  caller: Caller,
  user: User,
  attempt: SignInAttempt,
): Challenge | undefined {
  if (user.status !== 'FORCE_CHANGE_PASSWORD') return undefined;
  const expires = user.temporaryPasswordExpires;
  if (expires !== undefined && context.clock() >= expires) {
    throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
  }
  const missing = missingAttributes(caller.pool, user).map((name) => attributePrefix + name);
  return {
    kind: 'challenge',
    name: 'NEW_PASSWORD_REQUIRED',
    session: sealSession(context, caller.client, 'NEW_PASSWORD_REQUIRED', attempt),
    parameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: JSON.stringify(missing),
      userAttributes: JSON.stringify(readableAttributes(caller, user)),
    },
  };
}

function readableAttributes({ client }: Caller, user: User): Record<string, string> {
  const attributes = Object.entries(user.attributes);
  return Object.fromEntries(attributes.filter(([name]) => canClientRead(client, name)));
}

/** Returns the attributes that the pool requires and the user does not have. */
export function missingAttributes(pool: UserPool, user: User): string[] {
  return pool.schema
    .filter(({ Name, Required }) => Required === true && Name !== 'sub' && !user.attributes[Name])
    .map(({ Name }) => Name);
}
