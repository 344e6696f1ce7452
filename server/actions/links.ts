import type { PoolDescription } from '../cognito/types.ts';
import type { Operator } from '../operators/operator.ts';
import { isAllowed } from '../operators/permissions.ts';
import { targetPath, withQuery } from '../web/paths.ts';
import type { ActionLink } from '../web/rendering/page.ts';
import type { Action } from './action.ts';
import { actions, findAction } from './registry.ts';
import type { Target, TargetName } from './target.ts';

/** The last part of an action's address: `disable` for `user.disable`, whole for what creates. */
export function actionSlug(action: Action): string {
  return action.target === 'pool'
    ? action.id.split('.').reverse().join('-')
    : action.id.slice(action.target.length + 1);
}

/** Where an action's form is: `/pools/main/users/alice/actions/disable`. */
export function actionPath(pool: string, action: Action, target: TargetName): string {
  const base =
    target.kind === 'pool' ? `/pools/${encodeURIComponent(pool)}` : targetPath(pool, target);
  return `${base}/actions/${actionSlug(action)}`;
}

type LinkOptions = {
  /** Values that the form starts with. */
  readonly values?: Readonly<Record<string, string>>;
  /** Where to go afterwards; the target's page unless said. */
  readonly back?: string;
};

/** A link to one action, or undefined when the operator may not perform it. */
export function actionLink(
  id: string,
  operator: Operator,
  pool: string,
  target: TargetName,
  { values = {}, back }: LinkOptions = {},
): ActionLink | undefined {
  const action = findAction(id);
  if (action === undefined || !isAllowed(operator.role, action.permission)) return undefined;
  return {
    id,
    label: action.label,
    href: withQuery(actionPath(pool, action, target), { ...values, back }),
    icon: action.icon,
    danger: action.danger,
  };
}

/** Every action that this operator may perform on the target in its present state. */
export function possibleActions(
  operator: Operator,
  pool: string,
  target: Target,
  description: PoolDescription,
): ActionLink[] {
  return actions
    .filter((action) => action.target === target.kind)
    .filter((action) => action.refusal(target, description) === undefined)
    .filter((action) => mayPerform(operator, action, target))
    .flatMap((action) => actionLink(action.id, operator, pool, target) ?? []);
}

/** Every action that this operator may perform on many users at once. */
export function bulkActions(operator: Operator): readonly Action[] {
  return actions.filter(
    ({ bulk, permission }) => bulk !== undefined && isAllowed(operator.role, permission),
  );
}

/** Whether the role includes all that the action needs for this target. */
export function mayPerform(operator: Operator, action: Action, target: Target): boolean {
  return [action.permission, ...action.alsoNeeds(target)].every((permission) =>
    isAllowed(operator.role, permission),
  );
}
