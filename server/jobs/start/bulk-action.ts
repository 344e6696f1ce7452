import { type TObject, Type } from '@sinclair/typebox';
import type { Action } from '../../actions/action.ts';
import { parseInput } from '../../actions/input.ts';
import { type Demands, reasonField, withReason } from '../../actions/pipeline/demands.ts';
import { actions } from '../../actions/registry.ts';
import { forbidden, notFound } from '../../errors.ts';
import { isVerbAllowed, type Operator } from '../../operators/operator.ts';
import { isAllowed } from '../../operators/permissions.ts';
import type { ManagedPool } from '../../pools.ts';

export type BulkAction = Action & { readonly bulk: NonNullable<Action['bulk']> };

export function isBulk(action: Action): action is BulkAction {
  return action.bulk !== undefined;
}

/** Every action that can be done to many users. */
export const bulkActions: readonly BulkAction[] = actions.filter(isBulk);

/**
 * The action of this id, which the operator may use for many users.
 *
 * @throws PoolkeeperError `no_bulk_action` (404), `permission_missing` or `verb_not_allowed` (403)
 */
export function bulkActionOf(id: string, operator: Operator): BulkAction {
  const action = bulkActions.find((one) => one.id === id);
  if (action === undefined) {
    throw notFound('no_bulk_action', 'This is nothing that can be done to many users at once.');
  }
  if (!isAllowed(operator.role, action.permission)) {
    const sentence = `Your role (${operator.role}) does not include this action.`;
    throw forbidden('permission_missing', sentence);
  }
  requireVerb(operator, action.id);
  return action;
}

/** @throws PoolkeeperError `verb_not_allowed` (403) for an API key that was not made for this action */
export function requireVerb(operator: Operator, action: string): void {
  if (isVerbAllowed(operator, action)) return;
  throw forbidden('verb_not_allowed', `This API key was not made for ${action}.`);
}

/** Whether the number of users has to be confirmed before. */
export function asksForCount({ danger }: BulkAction): boolean {
  return danger !== 'none';
}

/** What the action asks for, the same for all users. */
export async function schemaOf(
  { gateway }: ManagedPool,
  action: BulkAction,
  demands: Demands,
): Promise<TObject> {
  const schema = action.bulk.input?.(await gateway.describePool()) ?? Type.Object({});
  return demands.isReasonRequired ? withReason(schema) : schema;
}

/**
 * The action's own input, without the reason.
 *
 * @throws PoolkeeperError `invalid_input` (422), also when a reason is required and missing
 */
export function inputOf(schema: TObject, sent: unknown): Readonly<Record<string, unknown>> {
  const { [reasonField]: _reason, ...own } = parseInput(schema, sent);
  return own;
}
