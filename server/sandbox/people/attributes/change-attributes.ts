import type { CodeDeliveryDetails } from '../../codes/delivery.ts';
import { sendCode } from '../../codes/send-code.ts';
import type { Contact } from '../../codes/store.ts';
import type { SandboxContext } from '../../context.ts';
import type { UserPool } from '../../pools/pool.ts';
import { type AttributeChanges, checkAttributes } from '../../users/attributes/check.ts';
import { setAttributes } from '../../users/attributes/set.ts';
import type { User } from '../../users/user.ts';
import { deletePendingContact, savePendingContact } from './pending-store.ts';

const contacts: readonly Contact[] = ['email', 'phone_number'];

/**
 * Changes attributes as UpdateUserAttributes and AdminUpdateUserAttributes do: a changed contact that the pool
 * verifies gets a code; where the pool wants it, the old value stays until the code comes back. A contact that comes
 * with its verified flag set changes at once and gets no code.
 * @returns where codes went
 * @throws AwsError InvalidParameterException or AliasExistsException
 */
export function changeAttributes(
  context: SandboxContext,
  pool: UserPool,
  user: User,
  changes: AttributeChanges,
): CodeDeliveryDetails[] {
  const checked = checkAttributes(pool, changes, 'update');
  const unverified = contacts.filter(
    (contact) =>
      checked[contact] &&
      checked[contact] !== user.attributes[contact] &&
      checked[`${contact}_verified`] !== 'true',
  );
  const settings = pool.settings.UserAttributeUpdateSettings ?? {};
  const waitFor = settings.AttributesRequireVerificationBeforeUpdate ?? [];
  const waiting = unverified.filter((contact) => waitFor.includes(contact));
  const immediate = Object.fromEntries(
    Object.entries(checked).filter(([name]) => !waiting.some((contact) => contact === name)),
  );
  return context.database.transaction(() => {
    if (Object.keys(immediate).length > 0) setAttributes(context, pool, user, immediate);
    for (const contact of contacts) {
      const value = checked[contact];
      if (value === undefined) continue;
      if (waiting.includes(contact)) savePendingContact(context, user.key, contact, value);
      else deletePendingContact(context, user.key, contact);
    }
    return unverified
      .filter((contact) => pool.settings.AutoVerifiedAttributes?.includes(contact))
      .map((contact) =>
        sendCode(context, pool, user, `verify-${contact}`, contact, checked[contact] ?? ''),
      );
  });
}
