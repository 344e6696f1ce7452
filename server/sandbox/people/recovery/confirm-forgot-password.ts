import { Type } from '@sinclair/typebox';
import { checkCode, codeMismatch } from '../../codes/check-code.ts';
import { deleteCode } from '../../codes/store.ts';
import { recordEvent } from '../../events/record.ts';
import { hidesUserExistence } from '../../sign-in/client/caller.ts';
import { recordRightPassword } from '../../sign-in/password/password-attempts.ts';
import { setPassword } from '../../users/passwords/credentials.ts';
import { checkPassword } from '../../users/passwords/policy.ts';
import { updateStatus } from '../../users/store.ts';
import { defineOperation } from '../../wire/operation.ts';
import { ConfirmationCode, Password } from '../../wire/shapes.ts';
import { findNamedUser, NamedUser } from '../named-user.ts';
import { requireResettable } from './forgot-password.ts';

/**
 * ConfirmForgotPassword: the code sets a new password. It stays good when the password breaks the policy. A client that
 * hides who exists hears of a wrong code for a user who does not exist or is disabled.
 * Source: developer guide, "Managing user existence error responses".
 */
export const confirmForgotPassword = defineOperation({
  name: 'ConfirmForgotPassword',
  category: 'UserAccountRecovery',
  access: 'public',
  input: Type.Composite([NamedUser, Type.Object({ ConfirmationCode, Password })]),
  run(context, input, info) {
    const { caller, user } = findNamedUser(context, input, info);
    const { pool, client } = caller;
    const isHidden = user?.isEnabled !== true && hidesUserExistence(client);
    if (user === undefined || isHidden) throw codeMismatch();
    requireResettable(user);
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
