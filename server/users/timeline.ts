import type { AuditEntry } from '../audit/entry.ts';
import { actionTitle } from '../audit/lines.ts';
import { type UserStatus, userStatuses } from '../cognito/types.ts';
import type { UserChange } from '../directory/query.ts';
import { statusBadge } from '../directory/status.ts';
import { momentOf } from '../web/rendering/moment.ts';
import type { Moment } from '../web/rendering/page.ts';

/** A line of a user's history: what became different, when, and how that is known. */
export type TimelineLine = {
  readonly at: Moment;
  /** "Status: Unconfirmed, now Confirmed" */
  readonly text: string;
  /** "Confirm user by admin", or that it was seen in the pool. */
  readonly source: string;
};

/** How many changes a user's page shows. */
export const changesShown = 20;

/**
 * What changed for a user, newest first, each change with the action that made it.
 *
 * @param changes as `DirectoryReader.timeline` answers them
 * @param entries of the audit about this user; those named by changes are told with them
 */
export function timelineOf(
  changes: readonly UserChange[],
  entries: readonly AuditEntry[],
  now: Date,
): TimelineLine[] {
  return changes.map((change) => ({
    at: momentOf(change.at, now),
    text: textOf(change),
    source: sourceOf(change, entries),
  }));
}

function textOf({ field, from, to }: UserChange): string {
  switch (field) {
    case 'created':
      return `Was new, as ${statusLabel(to)}`;
    case 'deleted':
      return 'Was no longer in the pool';
    case 'status':
      return `Status: ${statusLabel(from)}, now ${statusLabel(to)}`;
    case 'enabled':
      return to === 'yes' ? 'Was enabled' : 'Was disabled';
    case 'email_verified':
      return to === 'yes' ? 'E-mail address verified' : 'E-mail address no longer verified';
    case 'phone_number_verified':
      return to === 'yes' ? 'Phone number verified' : 'Phone number no longer verified';
    case 'group':
      return to === '' ? `Left the group ${from}` : `Joined the group ${to}`;
  }
}

function sourceOf({ source, auditNumber }: UserChange, entries: readonly AuditEntry[]): string {
  const entry = entries.find(({ number }) => number === auditNumber);
  if (entry) return `${actionTitle(entry.action)}, by ${entry.actor.username}`;
  return source === 'action' ? 'Done through Poolkeeper' : 'Seen in the pool';
}

function statusLabel(text: string): string {
  const status: UserStatus | undefined = userStatuses.find((known) => known === text);
  return status ? statusBadge(status).label : text;
}
