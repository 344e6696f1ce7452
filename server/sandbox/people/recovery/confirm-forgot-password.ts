import { Type } from '@sinclair/typebox';
import { checkCode, expiredCode } from '../../codes/check-code.ts';
import { deleteCode } from '../../codes/store.ts';
import { recordEvent } from '../../events/record.ts';
import { recordRightPassword } from '../../sign-in/password/password-attempts.ts';
import { setPassword } from '../../users/passwords/credentials.ts';
import { checkPassword } from '../../users/passwords/policy.ts';
import { updateStatus } from '../../users/store.ts';
import { defineOperation } from '../../wire/operation.ts';
import { ClientId, ClientMetadata, Password, SecretHash, Username } from '../../wire/shapes.ts';
import { findNamedUser } from '../named-user.ts';
import { requireResettable } from './forgot-password.ts';

/** ConfirmForgotPassword: the code sets a new password. It stays good when the password breaks the policy. */
export const confirmForgotPassword = defineOperation({
  name: 'ConfirmForgotPassword',
  category: 'UserAccountRecovery',
  access: 'public',
  input: Type.Object({
    ClientId,
    SecretHash: Type.Optional(SecretHash),
    Username,
    ConfirmationCode: Type.String({ minLength: 1, maxLength: 2048, pattern: '^\\S+$' }),
    Password,
    ClientMetadata: Type.Optional(ClientMetadata),
  }),
  run(context, input, info) {
    const { caller, user } = findNamedUser(context, input, info);
    if (user === undefined) throw expiredCode();
    requireResettable(user);
    const { pool } = caller;
    checkPassword(pool, input.Password);
    checkCode(context, pool, user, 'forgot-password', input.ConfirmationCode);
    context.database.transaction(() => {
      deleteCode(context, user.key, 'forgot-password');
      setPassword(context, pool, user, input.Password);
      updateStatus(context, user, 'CONFIRMED');
      recordRightPassword(context, user.key);
      recordEvent(context, user, 'PasswordChange', 'Pass', info);
    });
    return {};
  },
});
