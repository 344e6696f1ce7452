import type { FastifyRequest } from 'fastify';
import { displayName } from '../actions/display-name.ts';
import { actionLink } from '../actions/links.ts';
import { findAction } from '../actions/registry.ts';
import { rowNumberOf } from '../db/row-number.ts';
import type { Pools } from '../pools.ts';
import type { Notice } from '../web/rendering/page.ts';
import type { AuditEntry } from './entry.ts';
import type { AuditLog } from './store.ts';

/** After this the same address no longer announces what was done. Milliseconds. */
const announcedFor = 120_000;

/**
 * What a page says on top for `?done=NUMBER`: the outcome of that audit entry, and how to take it
 * back. Only the operator's own and recent entries are told, so that a saved address stays quiet.
 */
export async function noticeOf(
  request: FastifyRequest,
  { audit, pools, now }: { audit: AuditLog; pools: Pools; now: Date },
): Promise<Notice | undefined> {
  const { operator, query } = request;
  const number = rowNumberOf(typeof query === 'object' && query && 'done' in query && query.done);
  if (operator === undefined || number === undefined) return undefined;
  const entry = await audit.find(number);
  if (entry?.outcome !== 'succeeded' || entry.actor.sub !== operator.sub) return undefined;
  if (now.getTime() - entry.at.getTime() > announcedFor) return undefined;
  const action = findAction(entry.action);
  if (action === undefined) return undefined;
  return {
    tone: 'success',
    text: action.done(await nameIn(entry, pools), entry.input),
    link: undoOf(),
  };

  function undoOf(): Notice['link'] {
    if (action?.undo === undefined || entry === undefined || operator === undefined)
      return undefined;
    const values = Object.fromEntries(
      action.undo.inputs.map((name) => [name, String(entry.input[name] ?? '')]),
    );
    const link = actionLink(action.undo.id, operator, entry.pool, entry.target, { values });
    return link && { label: `Undo: ${link.label.toLowerCase()}`, href: link.href };
  }
}

/** What the target is called; its name where the mirror does not know more. */
async function nameIn({ pool, target }: AuditEntry, pools: Pools): Promise<string> {
  const reader = pools.all.find(({ alias }) => alias === pool)?.directory.reader;
  const known = target.kind === 'user' ? await reader?.find(target.name) : undefined;
  return known === undefined ? target.name : displayName(known.user);
}
