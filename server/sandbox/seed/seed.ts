import type { SandboxContext } from '../context.ts';
import { Dice } from '../dice.ts';
import type { Group } from '../groups/group.ts';
import { addMembership } from '../groups/membership-store.ts';
import { insertGroup } from '../groups/store.ts';
import type { UserPool } from '../pools/pool.ts';
import { addToUserCount, countUsers } from '../pools/store.ts';
import { withBulkIndexes, writeAllAliases } from '../users/bulk-store.ts';
import { temporaryPasswordLifetime } from '../users/passwords/policy.ts';
import { insertUserRow } from '../users/store.ts';
import { memberGroups, operatorGroups } from './demo-groups.ts';
import { makeDemoUser, type NameCounts } from './demo-user.ts';
import { demoOperators } from './operators.ts';

const seed = 20_240_501;

/**
 * Fills an empty demo pool with the operators, the groups and `count` demo users, in one transaction. A pool that
 * has anybody in it is left alone. The same count on the same day makes the same people.
 */
export function seedDemoPool(context: SandboxContext, pool: UserPool, count: number): void {
  if (countUsers(context, pool) > 0) return;
  context.database.transaction(() => {
    withBulkIndexes(context, count, () => {
      addOperators(context, pool);
      if (count > 0) addDemoUsers(context, pool, count);
      writeAllAliases(context, pool);
      addToUserCount(context, pool.key, demoOperators.length + count);
    });
  });
}

function addOperators(context: SandboxContext, pool: UserPool): void {
  const groups = insertGroups(context, pool, operatorGroups);
  const dice = new Dice(seed);
  const now = context.clock();
  for (const { username, group } of demoOperators) {
    const key = insertUserRow(context, pool, {
      username,
      sub: dice.uuid(),
      status: 'CONFIRMED',
      isEnabled: true,
      attributes: {
        email: `${username}@example.com`,
        email_verified: 'true',
        name: `Demo ${username}`,
      },
      hasDemoPassword: true,
      created: now,
      modified: now,
    });
    const membership = groups.find(({ name }) => name === group);
    if (membership !== undefined) addMembership(context, membership.key, key);
  }
}

function addDemoUsers(context: SandboxContext, pool: UserPool, count: number): void {
  const groups = insertGroups(context, pool, memberGroups);
  const dice = new Dice(seed + 1);
  const nameCounts: NameCounts = new Map();
  const plan = {
    total: count,
    now: context.clock(),
    temporaryPasswordLifetime: temporaryPasswordLifetime(pool),
    nameCounts,
  };
  for (let index = 0; index < count; index += 1) {
    const key = insertUserRow(context, pool, makeDemoUser(dice, { ...plan, index }));
    for (const { key: groupKey, share } of groups) {
      if (dice.happens(share)) addMembership(context, groupKey, key);
    }
  }
}

function insertGroups(
  context: SandboxContext,
  pool: UserPool,
  groups: typeof memberGroups,
): (Group & { share: number })[] {
  return groups.map(({ name, share, ...details }) => ({
    ...insertGroup(context, pool, name, details),
    share,
  }));
}
