import type { Action } from '../../actions/action.ts';
import { findAction } from '../../actions/registry.ts';
import { rowNumberOf } from '../../db/row-number.ts';
import { forbidden, notFound } from '../../errors.ts';
import type { Operator } from '../../operators/operator.ts';
import { isAllowed } from '../../operators/permissions.ts';
import type { Job } from '../job.ts';
import type { Jobs } from '../jobs.ts';
import type { Selection } from '../selection.ts';

/** What a form of bulk work sends. */
export type Sent = Readonly<Record<string, unknown>>;

export type BulkAction = Action & { readonly bulk: NonNullable<Action['bulk']> };

/** Names of the form's own fields; everything else is the action's input. */
export const ownFields = { action: 'action', scope: 'scope', search: 'q', user: 'user' } as const;

/**
 * The action that was chosen.
 *
 * @throws PoolkeeperError `no_bulk_action` (404), `permission_missing` (403)
 */
export function bulkActionOf(sent: Sent, operator: Operator): BulkAction {
  const action = findAction(textOf(sent, ownFields.action));
  if (action === undefined || !isBulk(action)) {
    throw notFound('no_bulk_action', 'This is nothing that can be done to many users at once.');
  }
  if (isAllowed(operator.role, action.permission)) return action;
  throw forbidden(
    'permission_missing',
    `Your role (${operator.role}) does not include this action.`,
  );
}

export function isBulk(action: Action): action is BulkAction {
  return action.bulk !== undefined;
}

export function selectionOf(sent: Sent): Selection {
  if (textOf(sent, ownFields.scope) === 'all') {
    return { scope: 'all', search: textOf(sent, ownFields.search) };
  }
  const users = sent[ownFields.user];
  const usernames = [users ?? []].flat().filter((name) => typeof name === 'string');
  return { scope: 'ticked', usernames };
}

/** The text under a name, the last where there are several; empty when there is none. */
export function textOf(sent: Sent, name: string): string {
  const value = Array.isArray(sent[name]) ? sent[name].at(-1) : sent[name];
  return typeof value === 'string' ? value.trim() : '';
}

/** @throws PoolkeeperError `job_not_found` (404) */
export async function jobOf(jobs: Jobs, pool: string, number: string): Promise<Job> {
  const named = rowNumberOf(number);
  const job = named === undefined ? undefined : await jobs.find(pool, named);
  if (job !== undefined) return job;
  throw notFound('job_not_found', 'There is no such job in this pool.');
}
