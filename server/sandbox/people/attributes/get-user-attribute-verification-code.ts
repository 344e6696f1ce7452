import { Type } from '@sinclair/typebox';
import { sendCode } from '../../codes/send-code.ts';
import { verifyAccessToken } from '../../tokens/access-token.ts';
import { invalidParameter } from '../../wire/errors.ts';
import { defineOperation } from '../../wire/operation.ts';
import { AccessToken, ClientMetadata } from '../../wire/shapes.ts';
import { Contact } from './contact.ts';
import { findPendingContact } from './pending-store.ts';

/** GetUserAttributeVerificationCode: sends a signed-in user a code for an own e-mail address or phone number. */
export const getUserAttributeVerificationCode = defineOperation({
  name: 'GetUserAttributeVerificationCode',
  category: 'UserRead',
  access: 'public',
  input: Type.Object({
    AccessToken,
    AttributeName: Contact,
    ClientMetadata: Type.Optional(ClientMetadata),
  }),
  async run(context, { AccessToken: token, AttributeName: contact }) {
    const { pool, user } = await verifyAccessToken(context, token);
    const value = findPendingContact(context, user.key, contact) ?? user.attributes[contact];
    if (value === undefined) throw invalidParameter(`User does not have a ${contact}.`);
    const delivery = sendCode(context, pool, user, `verify-${contact}`, contact, value);
    return { CodeDeliveryDetails: delivery };
  },
});
