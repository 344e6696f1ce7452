import { auditLine } from '../audit/lines.ts';
import type { TimelineItem } from '../audit/user-history.ts';
import { type UserStatus, userStatuses } from '../cognito/types.ts';
import type { UserChange } from '../directory/query.ts';
import { statusBadge } from '../directory/status.ts';
import { momentOf } from '../web/rendering/moment.ts';
import type { Badge, Moment } from '../web/rendering/page.ts';

/** A line of a user's history: what happened, when, and how that is known. */
export type TimelineLine = {
  readonly at: Moment;
  /** "Confirm user", or what became different where nobody here did it. */
  readonly title: string;
  /** The entry in the audit; undefined where none is shown. */
  readonly href: string | undefined;
  /** How an action ended; undefined for what was seen. */
  readonly outcome: Badge | undefined;
  /** "by admin, as admin", or that it was seen in the pool. */
  readonly source: string;
  /** "Status: Unconfirmed, now Confirmed": what an action changed. */
  readonly changes: readonly string[];
  /** Input, error and reason of an action. */
  readonly detail: string;
};

/** An item of a user's history in words, on a page of this pool. */
export function timelineLine(item: TimelineItem, pool: string, now: Date): TimelineLine {
  const at = momentOf(item.at, now);
  const nothing = { href: undefined, outcome: undefined, changes: [], detail: '' };
  if (item.kind === 'seen') {
    const source = item.change.source === 'sync' ? 'Seen in the pool' : doneHere;
    return { ...nothing, at, title: textOf(item.change), source };
  }
  const changes = item.changes.map(textOf);
  if (item.entry === undefined) {
    return { ...nothing, at, title: changes.join('; '), source: doneHere };
  }
  const { action, href, operator, role, outcome, detail } = auditLine(item.entry, pool, now);
  const source = `by ${operator}, as ${role}`;
  return { at, title: action, href, outcome, source, changes, detail };
}

const doneHere = 'Done through Poolkeeper';

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

function statusLabel(text: string): string {
  const status: UserStatus | undefined = userStatuses.find((known) => known === text);
  return status ? statusBadge(status).label : text;
}
