import type { PoolDescription } from '../../cognito/types.ts';
import { forbidden, PoolkeeperError } from '../../errors.ts';
import { isVerbAllowed, type Operator } from '../../operators/operator.ts';
import { isAllowed, type Permission } from '../../operators/permissions.ts';
import type { ManagedPool } from '../../pools.ts';
import type { Action, Refusal } from '../action.ts';
import type { Target } from '../target.ts';
import { guardWho, type OperatorGroups } from './guards.ts';

type Attempt = { readonly action: Action; readonly operator: Operator };

/** Why the role, or the API key, does not include the action; undefined when it does. */
export function refusalByRole(
  { action, operator }: Attempt,
  needed: readonly Permission[],
): PoolkeeperError | undefined {
  if (!needed.every((permission) => isAllowed(operator.role, permission))) {
    const message = `Your role (${operator.role}) does not include this action.`;
    return forbidden('permission_missing', message);
  }
  if (isVerbAllowed(operator, action.id)) return undefined;
  return forbidden('verb_not_allowed', `This API key was not made for ${action.id}.`);
}

type Circumstances = Attempt & {
  readonly pool: ManagedPool;
  readonly target: Target;
  readonly groups: OperatorGroups;
  readonly description: PoolDescription;
};

/**
 * Why an action would be refused whatever its input is: the first refusal in the order in which `Perform`
 * checks. Undefined when it is possible now.
 */
export function refusalOf(circumstances: Circumstances): Refusal | undefined {
  const { action, target, description } = circumstances;
  const byRole = refusalByRole(circumstances, [action.permission]);
  if (byRole !== undefined) return refusalFrom(byRole);
  try {
    guardWho(circumstances);
  } catch (error) {
    if (error instanceof PoolkeeperError) return refusalFrom(error);
    throw error;
  }
  const byState = refusalByRole(circumstances, action.alsoNeeds(target));
  return byState ? refusalFrom(byState) : action.refusal(target, description);
}

function refusalFrom({ code, publicMessage }: PoolkeeperError): Refusal {
  return { code, message: publicMessage };
}
