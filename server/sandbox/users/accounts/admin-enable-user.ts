import { revokeAllTokens } from '../../tokens/revoke.ts';
import { defineOperation } from '../../wire/operation.ts';
import { updateEnabled } from '../store.ts';
import { getTarget, UserTarget } from '../target.ts';

/** AdminEnableUser: lets a disabled user sign in again. */
export const adminEnableUser = defineOperation({
  name: 'AdminEnableUser',
  category: 'UserUpdate',
  access: 'iam',
  input: UserTarget,
  run(context, input) {
    updateEnabled(context, getTarget(context, input).user, true);
    return {};
  },
});

/** AdminDisableUser: a disabled user cannot sign in, and every token they hold is revoked. */
export const adminDisableUser = defineOperation({
  name: 'AdminDisableUser',
  category: 'UserUpdate',
  access: 'iam',
  input: UserTarget,
  run(context, input) {
    const { user } = getTarget(context, input);
    context.database.transaction(() => {
      updateEnabled(context, user, false);
      revokeAllTokens(context, user);
    });
    return {};
  },
});
