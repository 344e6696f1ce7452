import { Type } from '@sinclair/typebox';
import { verifyAccessToken } from '../../tokens/access-token.ts';
import { getTarget, UserTarget } from '../../users/target.ts';
import { defineOperation } from '../../wire/operation.ts';
import { AccessToken } from '../../wire/shapes.ts';
import { MfaPreference, setMfaPreference } from '../preference.ts';
import { deleteSoftwareToken } from '../software-token.ts';

/** SetUserMFAPreference: a signed-in user chooses the own second factors. */
export const setUserMfaPreference = defineOperation({
  name: 'SetUserMFAPreference',
  category: 'UserUpdate',
  access: 'public',
  input: Type.Composite([Type.Object({ AccessToken }), MfaPreference]),
  async run(context, input) {
    const { pool, user } = await verifyAccessToken(context, input.AccessToken);
    setMfaPreference(context, pool, user, input);
    return {};
  },
});

/** AdminSetUserMFAPreference: the same, for any user. */
export const adminSetUserMfaPreference = defineOperation({
  name: 'AdminSetUserMFAPreference',
  category: 'UserUpdate',
  access: 'iam',
  input: Type.Composite([UserTarget, MfaPreference]),
  run(context, input) {
    const { pool, user } = getTarget(context, input);
    setMfaPreference(context, pool, user, input);
    return {};
  },
});

/** AdminDeleteSoftwareToken: takes a lost authenticator away, so that the user can set up another one. */
export const adminDeleteSoftwareToken = defineOperation({
  name: 'AdminDeleteSoftwareToken',
  category: 'UserUpdate',
  access: 'iam',
  input: UserTarget,
  run(context, input) {
    deleteSoftwareToken(context, getTarget(context, input).user);
    return {};
  },
});
