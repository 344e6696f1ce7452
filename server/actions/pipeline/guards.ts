import type { PoolGateway } from '../../cognito/gateway.ts';
import { forbidden, refused } from '../../errors.ts';
import { isPoolAllowed, type Operator, personOf } from '../../operators/operator.ts';
import type { ManagedPool } from '../../pools.ts';
import type { Plan } from '../action.ts';
import type { Target } from '../target.ts';

/** Names of the groups that give power over the console. */
export type OperatorGroups = {
  readonly admin: string;
  readonly support: string;
  readonly auditor: string;
};

type Who = {
  readonly operator: Operator;
  readonly pool: ManagedPool;
  readonly target: Target;
  readonly groups: OperatorGroups;
};

type Guarded = Who & { readonly plan: Plan };

/**
 * True when this operator may not act on this target, whatever is to be done: support staff on
 * operators. Only in the pool that operators sign in to: elsewhere a group of the same name gives
 * no role here.
 */
export function isOutOfReach({ operator, pool, target, groups }: Who): boolean {
  return operator.role !== 'admin' && isOperator(target, pool, groups);
}

/** True for a user who has a role at this console. */
export function isOperator(target: Target, pool: ManagedPool, groups: OperatorGroups): boolean {
  if (!pool.isOperatorPool || target.kind !== 'user') return false;
  return target.groups.some((group) => isOperatorGroup(groups, group));
}

/**
 * The rules about who may act on whom. Checked before anything that depends on the target's state, so
 * that a refusal says nothing of it.
 *
 * @throws PoolkeeperError `target_is_operator` (409), or `pool_not_allowed` (403) for an API key that was
 *   made for other pools
 */
export function guardWho(who: Who): void {
  if (!isPoolAllowed(who.operator, who.pool.alias)) {
    throw forbidden('pool_not_allowed', 'This API key was not made for this pool.');
  }
  if (!isOutOfReach(who)) return;
  throw refused(
    'target_is_operator',
    'This person is an operator of this console. Only an administrator can change operators.',
  );
}

/**
 * The rules about what is to be done, whoever asks and by whatever door. Only in the pool that
 * operators sign in to.
 *
 * @throws PoolkeeperError (409) with the sentence for the operator
 */
export async function guardWhat(guarded: Guarded): Promise<void> {
  if (!guarded.pool.isOperatorPool) return;
  keepFromHarmingOneself(guarded);
  keepOperatorGroups(guarded);
  await keepLastAdministrator(guarded);
}

function keepFromHarmingOneself({ operator, target, plan, groups }: Guarded): void {
  if (target.kind !== 'user' || target.sub !== personOf(operator)) return;
  if (!plan.takesFromGroups.some((group) => isOperatorGroup(groups, group))) return;
  throw refused(
    'not_yourself',
    'You cannot take away your own access. Another administrator can do this.',
  );
}

function keepOperatorGroups({ target, plan, groups }: Guarded): void {
  if (target.kind !== 'group') return;
  if (!plan.takesFromGroups.some((group) => isOperatorGroup(groups, group))) return;
  throw refused(
    'operator_group',
    'Members of this group sign in to this console, so it cannot be deleted here.',
  );
}

async function keepLastAdministrator({ pool, target, plan, groups }: Guarded): Promise<void> {
  if (target.kind !== 'user' || !plan.takesFromGroups.includes(groups.admin)) return;
  if (await hasOtherAdministrator(pool.gateway, groups.admin, target.name)) return;
  throw refused(
    'last_administrator',
    'This is the last enabled administrator. Make somebody else an administrator first.',
  );
}

async function hasOtherAdministrator(
  gateway: PoolGateway,
  group: string,
  username: string,
): Promise<boolean> {
  let token: string | undefined;
  do {
    const page = await gateway.listGroupMembers({ group, limit: 60, token });
    if (page.items.some((user) => user.username !== username && user.isEnabled)) return true;
    token = page.nextToken;
  } while (token !== undefined);
  return false;
}

export function isOperatorGroup(groups: OperatorGroups, name: string): boolean {
  return name === groups.admin || name === groups.support || name === groups.auditor;
}
