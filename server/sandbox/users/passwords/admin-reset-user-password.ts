import { Type } from '@sinclair/typebox';
import { sendRecoveryCode } from '../../people/recovery/send-recovery-code.ts';
import { revokeAllTokens } from '../../tokens/revoke.ts';
import { invalidParameter, notAuthorized } from '../../wire/errors.ts';
import { defineOperation } from '../../wire/operation.ts';
import { ClientMetadata } from '../../wire/shapes.ts';
import { dropCredentials, updateStatus } from '../store.ts';
import { getTarget, UserTarget } from '../target.ts';

/**
 * AdminResetUserPassword: ends the present password and sends a code to set a new one with.
 */
export const adminResetUserPassword = defineOperation({
  name: 'AdminResetUserPassword',
  category: 'UserUpdate',
  access: 'iam',
  input: Type.Composite([
    UserTarget,
    Type.Object({ ClientMetadata: Type.Optional(ClientMetadata) }),
  ]),
  run(context, input) {
    const { pool, user } = getTarget(context, input);
    if (!user.isEnabled) throw notAuthorized('User is disabled.');
    if (user.status !== 'CONFIRMED' && user.status !== 'RESET_REQUIRED') {
      throw notAuthorized('User password cannot be reset in the current state.');
    }
    context.database.transaction(() => {
      if (sendRecoveryCode(context, pool, user) === undefined) {
        throw invalidParameter(
          'Cannot reset password for the user as there is no registered/verified email or phone_number',
        );
      }
      dropCredentials(context, user);
      revokeAllTokens(context, user);
      updateStatus(context, user, 'RESET_REQUIRED');
    });
    return {};
  },
});
