import { mfaSettingsOf } from '../../mfa/settings.ts';
import { defineOperation } from '../../wire/operation.ts';
import { toEpochSeconds } from '../../wire/time.ts';
import { getTarget, UserTarget } from '../target.ts';
import { attributeList } from '../user.ts';

/** AdminGetUser: one user, by username, sub or alias, with second factors. */
export const adminGetUser = defineOperation({
  name: 'AdminGetUser',
  category: 'UserRead',
  access: 'iam',
  input: UserTarget,
  run(context, input) {
    const { user } = getTarget(context, input);
    return {
      Username: user.username,
      UserAttributes: attributeList(user),
      UserCreateDate: toEpochSeconds(user.created),
      UserLastModifiedDate: toEpochSeconds(user.modified),
      Enabled: user.isEnabled,
      UserStatus: user.status,
      ...mfaSettingsOf(context, user),
    };
  },
});
