import type { SandboxContext } from '../../context.ts';
import type { UserPool } from '../../pools/pool.ts';
import { invalidParameter } from '../../wire/errors.ts';
import { updateAttributes } from '../store.ts';
import type { Attributes, User } from '../user.ts';
import { writeAliases } from './aliases.ts';
import { type AttributeChanges, checkAttributes } from './check.ts';

/**
 * Changes a user's attributes: checks them against the schema, stores them and keeps the aliases right. A contact
 * that changes without its verified flag becomes unverified. `force` moves an alias here from another user.
 * @throws AwsError InvalidParameterException for what the schema forbids, AliasExistsException for a taken alias
 */
export function setAttributes(
  context: SandboxContext,
  pool: UserPool,
  user: User,
  changes: AttributeChanges,
  { force = false }: { force?: boolean } = {},
): void {
  const checked = checkAttributes(pool, changes, 'update');
  const attributes = merged(user.attributes, checked);
  context.database.transaction(() => {
    writeAliases(context, pool, { key: user.key, attributes }, force);
    updateAttributes(context, user, attributes);
  });
}

/**
 * Returns `present` with `changes` applied: empty values removed, a changed contact unverified unless the changes
 * say otherwise.
 * @param marksUnverified whether a contact without its verified flag is given the flag "false"
 * @throws AwsError InvalidParameterException when a verified flag is set for a contact that is not there
 */
export function merged(
  present: Attributes,
  changes: AttributeChanges,
  marksUnverified = true,
): Attributes {
  const result: Record<string, string> = { ...present, ...changes };
  for (const contact of ['email', 'phone_number'] as const) {
    const flag = `${contact}_verified`;
    const isChanged = changes[contact] !== undefined && changes[contact] !== present[contact];
    if (marksUnverified && isChanged && changes[flag] === undefined) result[flag] = 'false';
    if (!result[contact]) {
      if (changes[flag] === 'true') throw missingContact(contact);
      delete result[flag];
    }
  }
  for (const [name, value] of Object.entries(result)) {
    if (value === '') delete result[name];
  }
  return result;
}

function missingContact(contact: 'email' | 'phone_number') {
  return invalidParameter(
    contact === 'email'
      ? 'Email is required to verify/un-verify an email'
      : 'Phone number is required to verify/un-verify a phone number',
  );
}
