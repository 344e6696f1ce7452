import { Type } from '@sinclair/typebox';
import type { SandboxContext } from '../../context.ts';
import type { UserPool } from '../../pools/pool.ts';
import { firstFactorsOf } from '../../sign-in/first-factors.ts';
import { verifyAccessToken } from '../../tokens/access-token.ts';
import { getTarget, UserTarget } from '../../users/target.ts';
import type { User } from '../../users/user.ts';
import { defineOperation } from '../../wire/operation.ts';
import { AccessToken } from '../../wire/shapes.ts';
import { mfaSettingsOf } from '../settings.ts';

/** GetUserAuthFactors: what a signed-in user can sign in with. */
export const getUserAuthFactors = defineOperation({
  name: 'GetUserAuthFactors',
  category: 'UserRead',
  access: 'public',
  input: Type.Object({ AccessToken }),
  async run(context, input) {
    const { pool, user } = await verifyAccessToken(context, input.AccessToken);
    return authFactorsOf(context, pool, user);
  },
});

/** AdminGetUserAuthFactors: what any user can sign in with. */
export const adminGetUserAuthFactors = defineOperation({
  name: 'AdminGetUserAuthFactors',
  category: 'UserRead',
  access: 'iam',
  input: UserTarget,
  run(context, input) {
    const { pool, user } = getTarget(context, input);
    return authFactorsOf(context, pool, user);
  },
});

function authFactorsOf(context: SandboxContext, pool: UserPool, user: User): object {
  return {
    Username: user.username,
    ...mfaSettingsOf(context, user),
    ConfiguredUserAuthFactors: firstFactorsOf(context, pool, user),
  };
}
