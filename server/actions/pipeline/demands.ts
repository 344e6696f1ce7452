import { type TObject, Type } from '@sinclair/typebox';
import { hasPassed } from '../../clock.ts';
import { PoolkeeperError } from '../../errors.ts';
import type { Operator } from '../../operators/operator.ts';
import type { Permission } from '../../operators/permissions.ts';
import type { Action } from '../action.ts';
import { text } from '../fields.ts';
import type { Target } from '../target.ts';
import type { OperatorGroups } from './guards.ts';

/** What is asked of operators before something dangerous is done, beside the permission. */
export type Demands = {
  /** Milliseconds since the last sign-in after which it has to be repeated; 0: never. */
  readonly recentSignIn: number;
  /** Whether a reason has to be given, which the audit keeps. */
  readonly isReasonRequired: boolean;
};

/** In characters. */
const longestReason = 500;

/** The field in which a reason is given. */
export const reasonField = 'reason';

/** The field that asks for the target's name before something that cannot be undone. */
export const confirmationField = 'confirmation';

/** Permissions for what can take over or shut out a person, however it is undone. */
const dangerousPermissions: ReadonlySet<Permission> = new Set<Permission>([
  'users:set-password',
  'users:lockdown',
]);

/** True for what cannot be undone, can take over a person, or changes anything harmful about an operator. */
export function isDangerous(action: Action, target: Target, groups: OperatorGroups): boolean {
  if (action.isSevereFor(target) || dangerousPermissions.has(action.permission)) return true;
  if (target.kind !== 'user' || action.danger === 'none') return false;
  return Object.values(groups).some((group) => target.groups.includes(group));
}

/**
 * @throws PoolkeeperError `recent_sign_in_required` (403) for an operator whose last sign-in is too
 * long ago
 */
export function demandRecentSignIn(operator: Operator, demands: Demands, now: Date): void {
  if (demands.recentSignIn === 0) return;
  if (!hasPassed(operator.signedInAt.getTime(), demands.recentSignIn + 1, now.getTime())) return;
  const minutes = Math.round(demands.recentSignIn / 60_000);
  throw new PoolkeeperError({
    code: 'recent_sign_in_required',
    status: 403,
    publicMessage: `This needs a sign-in within the last ${minutes} minutes. Sign in again; nothing was changed yet.`,
  });
}

/** The reason that came with a form or a call; empty when there is none. */
export function reasonIn(input: unknown): string {
  if (typeof input !== 'object' || input === null || !(reasonField in input)) return '';
  const reason = input[reasonField];
  return typeof reason === 'string' ? reason.trim().slice(0, longestReason) : '';
}

/** The name that was typed to confirm; undefined when none was. */
export function confirmationIn(input: unknown): string | undefined {
  if (typeof input !== 'object' || input === null || !(confirmationField in input))
    return undefined;
  const typed = input[confirmationField];
  return typeof typed === 'string' ? typed.trim() : undefined;
}

/** The action's own fields, and one for the reason. */
export function withReason(schema: TObject): TObject {
  return Type.Object({
    ...schema.properties,
    [reasonField]: text({
      title: 'Reason',
      description: 'Kept in the audit, for whoever asks later why this was done.',
      control: 'textarea',
      maxLength: longestReason,
    }),
  });
}
