import { Type } from '@sinclair/typebox';
import { notAuthorized } from '../../wire/errors.ts';
import { defineOperation } from '../../wire/operation.ts';
import { ClientMetadata } from '../../wire/shapes.ts';
import { updateStatus } from '../store.ts';
import { getTarget, UserTarget } from '../target.ts';

/** AdminConfirmSignUp: confirms a self-registered user without a code. Contacts stay unverified. */
export const adminConfirmSignUp = defineOperation({
  name: 'AdminConfirmSignUp',
  category: 'UserUpdate',
  access: 'iam',
  input: Type.Composite([
    UserTarget,
    Type.Object({ ClientMetadata: Type.Optional(ClientMetadata) }),
  ]),
  run(context, input) {
    const { user } = getTarget(context, input);
    if (user.status !== 'UNCONFIRMED') {
      throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
    }
    updateStatus(context, user, 'CONFIRMED');
    return {};
  },
});
