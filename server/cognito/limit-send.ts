import { PoolkeeperError } from '../errors.ts';
import type { Send } from './client.ts';
import type { QuotaCategory, QuotaLimiter } from './limiter.ts';

/**
 * The category of each operation that is not in the strictest one for changes of a user, where
 * whatever is not listed here counts too.
 *
 * Source: Cognito developer guide, "Quotas in Amazon Cognito", operation categories.
 */
const categories: ReadonlyMap<string, QuotaCategory> = new Map<string, QuotaCategory>([
  ['AdminConfirmSignUp', 'UserCreation'],
  ['AdminCreateUser', 'UserCreation'],
  ['AdminForgetDevice', 'UserResourceUpdate'],
  ['AdminGetUserAuthFactors', 'UserRead'],
  ['AdminListDevices', 'UserResourceRead'],
  ['AdminListGroupsForUser', 'UserResourceRead'],
  ['AdminListUserAuthEvents', 'UserResourceRead'],
  ['AdminListUserSessions', 'UserResourceRead'],
  ['AdminResetUserPassword', 'UserAccountRecovery'],
  ['AdminRevokeUserSession', 'UserResourceUpdate'],
  ['DescribeUserPool', 'UserPoolRead'],
  ['GetGroup', 'UserPoolRead'],
  ['ListGroups', 'UserPoolRead'],
  ['ListIdentityProviders', 'UserPoolRead'],
  ['ListUsers', 'UserList'],
  ['ListUsersInGroup', 'UserList'],
]);

/** Of one call, all of them throttled; then whoever made it hears of it. */
const mostTries = 5;

/**
 * The same way to the pool, but each call waits for its turn, and one that was throttled, which
 * the pool therefore did not carry out, waits for another. `send` must make each call once.
 */
export function limitSend(send: Send, limiter: QuotaLimiter): Send {
  return async (command) => {
    const operation = command.constructor.name.replace(/Command$/, '');
    const category = categories.get(operation) ?? 'UserUpdate';
    for (let tries = 1; ; tries += 1) {
      await limiter.take(category);
      try {
        return await send(command);
      } catch (error) {
        if (!(error instanceof PoolkeeperError) || error.code !== 'pool_busy') throw error;
        limiter.throttled(category);
        if (tries >= mostTries) throw error;
      }
    }
  };
}
