import { Type } from '@sinclair/typebox';
import { recordEvent } from '../../events/record.ts';
import { poolName } from '../../pools/pool.ts';
import { settleImportedPassword } from '../../sign-in/password/imported-password.ts';
import {
  recordRightPassword,
  recordWrongPassword,
  refuseLockedOut,
} from '../../sign-in/password/password-attempts.ts';
import { incorrectCredentials } from '../../sign-in/refusals.ts';
import { verifyPassword } from '../../sign-in/srp/verifier.ts';
import { verifyAccessToken } from '../../tokens/access-token.ts';
import { getCredentials, hasPassword, setPassword } from '../../users/passwords/credentials.ts';
import { checkPassword } from '../../users/passwords/policy.ts';
import { updateStatus } from '../../users/store.ts';
import { defineOperation } from '../../wire/operation.ts';
import { AccessToken, Password } from '../../wire/shapes.ts';

/** ChangePassword: a signed-in user sets a new password with the present one. Somebody without one sets a first. */
export const changePassword = defineOperation({
  name: 'ChangePassword',
  category: 'UserAuthentication',
  access: 'public',
  input: Type.Object({
    AccessToken,
    PreviousPassword: Type.Optional(Password),
    ProposedPassword: Password,
  }),
  async run(context, input, info) {
    const { pool, user: bearer } = await verifyAccessToken(context, input.AccessToken);
    const previous = input.PreviousPassword ?? '';
    const user = await settleImportedPassword(context, pool, bearer, previous);
    if (user === undefined) throw incorrectCredentials();
    refuseLockedOut(context, user.key);
    const stored = getCredentials(context, pool, user);
    const identity = { realm: poolName(pool.id), username: user.username };
    const isRight =
      stored === undefined
        ? !hasPassword(context, user)
        : verifyPassword(identity, previous, stored);
    if (!isRight) {
      context.database.transaction(() => {
        recordWrongPassword(context, user.key);
        recordEvent(context, user, 'PasswordChange', 'Fail', info);
      });
      throw incorrectCredentials();
    }
    checkPassword(pool, input.ProposedPassword);
    context.database.transaction(() => {
      recordRightPassword(context, user.key);
      setPassword(context, pool, user, input.ProposedPassword);
      updateStatus(context, user, user.status);
      recordEvent(context, user, 'PasswordChange', 'Pass', info);
    });
    return {};
  },
});
