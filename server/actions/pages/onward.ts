import type { FastifyRequest } from 'fastify';
import type { ManagedPool } from '../../pools.ts';
import { groupsPath, targetPath, usersPath, withQuery } from '../../web/paths.ts';
import { localPath } from '../../web/requests/origin/local-path.ts';
import type { Action } from '../action.ts';
import type { ActionResult } from '../perform.ts';
import type { TargetName } from '../target.ts';

/** Where an action was come from: its target, or the list in which something is created. */
export function placeOf(pool: ManagedPool, action: Action, target: TargetName): string {
  if (target.kind !== 'pool') return targetPath(pool.alias, target);
  return action.id.startsWith('group.') ? groupsPath(pool.alias) : usersPath(pool.alias);
}

/** The page to go on to, which will say what was done. */
export function afterwards(
  request: FastifyRequest,
  pool: ManagedPool,
  action: Action,
  { auditNumber, name }: ActionResult,
): string {
  const done = String(auditNumber);
  const back = backOf(request);
  if (back) return withQuery(back, { done });
  const kind = action.id.startsWith('group.') ? 'group' : 'user';
  if (action.id.endsWith('.delete')) {
    return withQuery(kind === 'group' ? groupsPath(pool.alias) : usersPath(pool.alias), { done });
  }
  return withQuery(targetPath(pool.alias, { kind, name }), { done });
}

/**
 * The page that the form was opened from, when its address says so and a page of this console led to
 * it. What is posted has been checked for that already.
 */
export function backOf(request: FastifyRequest): string | undefined {
  const { query } = request;
  if (request.method === 'GET' && !request.isFromHere) return undefined;
  if (typeof query !== 'object' || query === null || !('back' in query)) return undefined;
  const path = localPath(query.back);
  return path?.startsWith('/pools/') ? path : undefined;
}
