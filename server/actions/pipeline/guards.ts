import type { PoolGateway } from '../../cognito/gateway.ts';
import { refused } from '../../errors.ts';
import type { Operator } from '../../operators/operator.ts';
import type { ManagedPool } from '../../pools.ts';
import type { Plan } from '../action.ts';
import type { Target } from '../target.ts';

/** Names of the groups that give power over the console. */
export type OperatorGroups = {
  readonly admin: string;
  readonly support: string;
  readonly auditor: string;
};

type Guarded = {
  readonly operator: Operator;
  readonly pool: ManagedPool;
  readonly target: Target;
  readonly plan: Plan;
  readonly groups: OperatorGroups;
};

/**
 * The rules that hold for every action, whoever asks and by whatever door. They only bite in the
 * pool that operators sign in to: elsewhere a group of the same name gives nobody power here.
 *
 * @throws PoolkeeperError (409) with the sentence for the operator
 */
export async function guard(guarded: Guarded): Promise<void> {
  if (!guarded.pool.isOperatorPool) return;
  keepSupportFromOperators(guarded);
  keepFromHarmingOneself(guarded);
  keepOperatorGroups(guarded);
  await keepLastAdministrator(guarded);
}

/** Support staff help anyone and take over nobody. */
function keepSupportFromOperators({ operator, target, groups }: Guarded): void {
  if (operator.role === 'admin' || target.kind !== 'user') return;
  if (!target.groups.some((group) => isOperatorGroup(groups, group))) return;
  throw refused(
    'target_is_operator',
    'This person is an operator of this console. Only an administrator can change operators.',
  );
}

function keepFromHarmingOneself({ operator, target, plan, groups }: Guarded): void {
  if (target.kind !== 'user' || target.sub !== operator.sub) return;
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
