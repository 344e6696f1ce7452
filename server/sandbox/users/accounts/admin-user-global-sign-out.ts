import { revokeAllTokens } from '../../tokens/revoke.ts';
import { defineOperation } from '../../wire/operation.ts';
import { getTarget, UserTarget } from '../target.ts';

/** AdminUserGlobalSignOut: revokes every token of a user. A managed-login cookie lives on, as in AWS. */
export const adminUserGlobalSignOut = defineOperation({
  name: 'AdminUserGlobalSignOut',
  category: 'UserUpdate',
  access: 'iam',
  input: UserTarget,
  run(context, input) {
    revokeAllTokens(context, getTarget(context, input).user);
    return {};
  },
});
