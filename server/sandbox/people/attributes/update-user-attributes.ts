import { Type } from '@sinclair/typebox';
import type { CodeDeliveryDetails } from '../../codes/delivery.ts';
import { sendCode } from '../../codes/send-code.ts';
import type { Contact } from '../../codes/store.ts';
import type { SandboxContext } from '../../context.ts';
import type { UserPool } from '../../pools/pool.ts';
import { verifyAccessToken } from '../../tokens/access-token.ts';
import { type AttributeChanges, checkAttributes, toChanges } from '../../users/attributes/check.ts';
import { setAttributes } from '../../users/attributes/set.ts';
import type { User } from '../../users/user.ts';
import { defineOperation } from '../../wire/operation.ts';
import { AccessToken, AttributeList, ClientMetadata } from '../../wire/shapes.ts';
import { checkWritable } from '../writable.ts';
import { deletePendingContact, savePendingContact } from './pending-store.ts';

const contacts: readonly Contact[] = ['email', 'phone_number'];

/**
 * UpdateUserAttributes: a signed-in user changes own attributes. A changed contact that the pool verifies gets a
 * code; where the pool wants it, the old value stays until the code comes back.
 */
export const updateUserAttributes = defineOperation({
  name: 'UpdateUserAttributes',
  category: 'UserUpdate',
  access: 'public',
  input: Type.Object({
    AccessToken,
    UserAttributes: AttributeList,
    ClientMetadata: Type.Optional(ClientMetadata),
  }),
  async run(context, input) {
    const { pool, client, user } = await verifyAccessToken(context, input.AccessToken);
    const changes = toChanges(input.UserAttributes);
    checkWritable(client, Object.keys(changes));
    checkAttributes(pool, changes, 'update');
    const waiting = waitingContacts(pool, user, changes);
    const immediate = Object.fromEntries(
      Object.entries(changes).filter(([name]) => !waiting.some((contact) => contact === name)),
    );
    return context.database.transaction(() => {
      if (Object.keys(immediate).length > 0) setAttributes(context, pool, user, immediate);
      const details = contacts.map((contact) => {
        const value = changes[contact];
        if (value === undefined) return undefined;
        if (waiting.includes(contact)) savePendingContact(context, user.key, contact, value);
        else deletePendingContact(context, user.key, contact);
        return sendIfVerified(context, pool, user, contact, value);
      });
      return { CodeDeliveryDetailsList: details.filter((detail) => detail !== undefined) };
    });
  },
});

/** The changed contacts whose old value stays until the new one is verified. */
function waitingContacts(pool: UserPool, user: User, changes: AttributeChanges): Contact[] {
  const settings = pool.settings.UserAttributeUpdateSettings ?? {};
  const listed = settings.AttributesRequireVerificationBeforeUpdate ?? [];
  return contacts.filter(
    (contact) =>
      listed.includes(contact) && changes[contact] && changes[contact] !== user.attributes[contact],
  );
}

function sendIfVerified(
  context: SandboxContext,
  pool: UserPool,
  user: User,
  contact: Contact,
  value: string,
): CodeDeliveryDetails | undefined {
  const isVerifiedByPool = pool.settings.AutoVerifiedAttributes?.includes(contact) ?? false;
  if (!isVerifiedByPool || value === '' || value === user.attributes[contact]) return undefined;
  return sendCode(context, pool, user, `verify-${contact}`, contact, value);
}
