import { Type } from '@sinclair/typebox';
import { checkCode, expiredCode } from '../../codes/check-code.ts';
import { deleteCode } from '../../codes/store.ts';
import { verifyAccessToken } from '../../tokens/access-token.ts';
import { setAttributes } from '../../users/attributes/set.ts';
import { defineOperation } from '../../wire/operation.ts';
import { AccessToken, ConfirmationCode } from '../../wire/shapes.ts';
import { Contact } from './contact.ts';
import { deletePendingContact, findPendingContact } from './pending-store.ts';

/** VerifyUserAttribute: the code verifies the address it was sent to, and puts a waiting address in force. */
export const verifyUserAttribute = defineOperation({
  name: 'VerifyUserAttribute',
  category: 'UserUpdate',
  access: 'public',
  input: Type.Object({
    AccessToken,
    AttributeName: Contact,
    Code: ConfirmationCode,
  }),
  async run(context, { AccessToken: token, AttributeName: contact, Code: code }) {
    const { pool, user } = await verifyAccessToken(context, token);
    const sent = checkCode(context, pool, user, `verify-${contact}`, code);
    const pending = findPendingContact(context, user.key, contact);
    if (sent.destination !== (pending ?? user.attributes[contact])) throw expiredCode();
    context.database.transaction(() => {
      deleteCode(context, user.key, `verify-${contact}`);
      deletePendingContact(context, user.key, contact);
      setAttributes(context, pool, user, {
        ...(pending === undefined ? {} : { [contact]: pending }),
        [`${contact}_verified`]: 'true',
      });
    });
    return {};
  },
});
