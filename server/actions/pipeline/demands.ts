import { type TObject, Type } from '@sinclair/typebox';
import { hasPassed } from '../../clock.ts';
import { invalidInput, PoolkeeperError } from '../../errors.ts';
import type { Operator } from '../../operators/operator.ts';
import type { ManagedPool } from '../../pools.ts';
import type { Action, Plan } from '../action.ts';
import { optionalText, text } from '../fields.ts';
import type { TakeoverKind } from '../takeover.ts';
import type { Target } from '../target.ts';
import { isOperator, isOperatorGroup, type OperatorGroups } from './guards.ts';
import type { ActionRequest } from './request.ts';

/** What is asked of operators before something dangerous is done, beside the permission. */
export type Demands = {
  /** Milliseconds since the last sign-in after which it has to be repeated; 0: never. */
  readonly recentSignIn: number;
  /** Whether a reason has to be given, which the audit keeps. */
  readonly isReasonRequired: boolean;
};

/** In characters. */
export const longestReason = 500;

/** The field in which a reason is given. */
export const reasonField = 'reason';

/** The field that asks for the target's name before something that cannot be undone. */
export const confirmationField = 'confirmation';

/** Said beside the field of a reason that is required and empty. */
export const missingReason = 'Say why this is done.';

/**
 * Whether an action on this target needs a recent sign-in, and a reason where one is required: what
 * cannot be undone, what can take over a person, and anything at all on an operator. `sometimes`
 * where the input decides.
 */
export function sensitivityOf(
  action: Action,
  target: Target,
  pool: ManagedPool,
  groups: OperatorGroups,
): TakeoverKind {
  if (action.isSevereFor(target) || isOperator(target, pool, groups)) return 'always';
  return action.takeover;
}

/**
 * Whether what is about to be done needs a recent sign-in and a reason. Bulk work always did, when it
 * was confirmed.
 */
export async function isSensitive(
  { action, pool, job }: ActionRequest,
  target: Target,
  plan: Plan,
  groups: OperatorGroups,
): Promise<boolean> {
  const sensitivity = sensitivityOf(action, target, pool, groups);
  if (job !== undefined || sensitivity !== 'sometimes') {
    return job !== undefined || sensitivity === 'always';
  }
  const givesRole = (group: string): boolean =>
    pool.isOperatorPool && isOperatorGroup(groups, group);
  return plan.isTakeover({ gateway: pool.gateway, givesRole });
}

/** @throws PoolkeeperError `invalid_input` (422) when the console requires a reason and none came */
export function demandReason({ reason, job }: ActionRequest, demands: Demands): void {
  if (!demands.isReasonRequired || reason || job !== undefined) return;
  throw invalidInput({ [reasonField]: missingReason });
}

/**
 * An API key cannot sign in: the recent sign-in was asked for when it was made.
 *
 * @throws PoolkeeperError `recent_sign_in_required` (403) for an operator whose last sign-in is too
 * long ago
 */
export function demandRecentSignIn(operator: Operator, demands: Demands, now: Date): void {
  if (demands.recentSignIn === 0 || operator.key !== undefined) return;
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

/**
 * The action's own fields, and one for the reason.
 *
 * @param isAlwaysRequired false where only some input of this action needs one
 */
export function withReason(schema: TObject, isAlwaysRequired = true): TObject {
  const field = {
    title: 'Reason',
    control: 'textarea',
    maxLength: longestReason,
  } as const;
  return Type.Object({
    ...schema.properties,
    [reasonField]: isAlwaysRequired
      ? text({
          ...field,
          description: 'Kept in the audit, for whoever asks later why this was done.',
        })
      : optionalText({
          ...field,
          description:
            'Kept in the audit. Required for what gives access: a role, or a change to how a person signs in.',
        }),
  });
}
