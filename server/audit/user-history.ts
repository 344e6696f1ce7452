import { rowNumberOf } from '../db/row-number.ts';
import type { DirectoryReader, UserChange } from '../directory/query.ts';
import type { AuditEntry } from './entry.ts';
import type { AuditLog } from './store.ts';

/** One thing that happened to a user. */
export type TimelineItem =
  | {
      readonly kind: 'action';
      readonly at: Date;
      /** Undefined when it was removed from the audit, or may not be told. */
      readonly entry: AuditEntry | undefined;
      /** What became different by it, in the order in which it did. */
      readonly changes: readonly UserChange[];
    }
  | { readonly kind: 'seen'; readonly at: Date; readonly change: UserChange };

export type TimelinePage = {
  /** Newest first. */
  readonly items: readonly TimelineItem[];
  /** Of the older ones; undefined when there are none. */
  readonly nextCursor: string | undefined;
};

type Sources = {
  readonly reader: Pick<DirectoryReader, 'timeline' | 'auditNumbers'>;
  /** Undefined for somebody who may not read the audit: then what changed is told, not by whom. */
  readonly audit: Pick<AuditLog, 'list' | 'find'> | undefined;
};

type Asked = {
  /** The pool's alias. */
  readonly pool: string;
  readonly user: { readonly username: string; readonly sub: string };
  readonly limit: number;
  /** As answered with the page before; one that makes no sense is passed over. */
  readonly cursor?: string | undefined;
};

/** Where a page begins: below this entry of the audit, and below this change. */
type Place = { readonly entry: number | undefined; readonly change: number | undefined };

/**
 * What is known of a user's past, newest first: what operators did, each action together with what it
 * changed, and what was seen in the pool.
 *
 * Two lists are merged by their times: what was done here, by the entries' numbers, and what was seen,
 * by the changes' ids. A page remembers how far it came in each, so nothing is told twice or left out.
 */
export async function readTimelinePage(sources: Sources, asked: Asked): Promise<TimelinePage> {
  const place = placeOf(asked.cursor);
  const sub = asked.user.sub || asked.user.username;
  const seen = await sources.reader.timeline(sub, asked.limit + 1, {
    before: place.change,
    made: 'elsewhere',
  });
  const done = await readActions(sources, asked, place);

  const items: TimelineItem[] = [];
  let { entry, change } = place;
  let [nextDone, nextSeen] = [0, 0];
  while (items.length < asked.limit) {
    const action = done[nextDone];
    const other = seen[nextSeen];
    if (action !== undefined && (other === undefined || action.item.at >= other.at)) {
      items.push(action.item);
      entry = action.number;
      nextDone += 1;
    } else if (other !== undefined) {
      items.push({ kind: 'seen', at: other.at, change: other });
      change = other.id;
      nextSeen += 1;
    } else break;
  }
  const isMore = nextDone < done.length || nextSeen < seen.length;
  return { items, nextCursor: isMore ? `${entry ?? ''}.${change ?? ''}` : undefined };
}

type NumberedAction = {
  readonly number: number;
  readonly item: Extract<TimelineItem, { kind: 'action' }>;
};

/** What was done here, the highest number first, one more than a page holds. */
async function readActions(
  { reader, audit }: Sources,
  { pool, user, limit }: Asked,
  place: Place,
): Promise<readonly NumberedAction[]> {
  const { username, sub } = user;
  const about = { kind: 'user', name: username, sub } as const;
  const [entries = [], changing] = await Promise.all([
    audit?.list({ pool, target: about, before: place.entry }, limit + 1),
    reader.auditNumbers(sub || username, limit + 1, place.entry),
  ]);
  const known = new Map(entries.map((entry) => [entry.number, entry]));
  const lowest = entries.length > limit ? (entries.at(-1)?.number ?? 0) : 0;
  // Actions that changed the user under another name, as when it was created by an e-mail address.
  const others = changing.filter((number) => number > lowest && !known.has(number));
  for (const number of others) {
    const entry = await audit?.find(number);
    if (entry) known.set(number, entry);
  }
  const numbers = [...new Set([...known.keys(), ...others])]
    .sort((one, other) => other - one)
    .slice(0, limit + 1);
  const changes = Map.groupBy(
    await reader.timeline(sub || username, mostChanges, { made: numbers }),
    ({ auditNumber }) => auditNumber,
  );
  return numbers.flatMap((number) => {
    const entry = known.get(number);
    const made = changes.get(number)?.toReversed() ?? [];
    const at = entry?.at ?? made[0]?.at;
    return at ? [{ number, item: { kind: 'action', at, entry, changes: made } }] : [];
  });
}

/** Of the actions of one page: each changes a few things at most. */
const mostChanges = 500;

/** Whether text can be the cursor of a page of a history. */
export function isHistoryCursor(text: string): boolean {
  const parts = text.split('.');
  const [entry, change] = parts;
  const isNumber = (part: string | undefined): boolean =>
    part === '' || rowNumberOf(part) !== undefined;
  return parts.length === 2 && text !== '.' && isNumber(entry) && isNumber(change);
}

function placeOf(cursor = ''): Place {
  const [entry, change] = cursor.split('.', 2);
  return { entry: rowNumberOf(entry), change: rowNumberOf(change) };
}
