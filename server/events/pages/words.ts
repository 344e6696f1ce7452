import type { Badge } from '../../web/rendering/page.ts';
import type { EventFilter } from '../filter.ts';
import { originOf, type Receiver } from '../receiver.ts';

/** The badge of a receiver's state. */
export function stateBadge({ state, failingSince }: Receiver, isServed: boolean): Badge {
  if (!isServed) {
    const explanation = 'Its setting is missing in this process, which sends it nothing.';
    return { label: 'Not configured', tone: 'grey', explanation };
  }
  if (state === 'paused') {
    const explanation = 'Nothing is sent until it is resumed; then it gets what it has missed.';
    return { label: 'Paused', tone: 'grey', explanation };
  }
  if (state === 'failed') {
    const explanation = 'Deliveries failed for too long. Nothing is sent until it is resumed.';
    return { label: 'Stopped', tone: 'red', explanation };
  }
  if (failingSince !== null) {
    const explanation = 'The last attempt failed. It is repeated, and later events wait.';
    return { label: 'Retrying', tone: 'yellow', explanation };
  }
  return { label: 'Active', tone: 'green', explanation: 'Events are sent as they happen.' };
}

/** Where it is, as lists show it: without the path, which may hold a secret. */
export function addressWords(receiver: Receiver): string {
  if (receiver.kind === 'webhook') return originOf(receiver);
  return receiver.url === 'stdout' ? 'Standard output' : receiver.url;
}

/** How far the cursor is behind the audit. */
export function behindWords({ cursor }: Receiver, head: number): string {
  const rows = head - cursor;
  if (rows <= 0) return 'Up to date';
  return rows === 1 ? '1 row of the audit' : `${rows.toLocaleString('en')} rows of the audit`;
}

/** Which events are sent. */
export function filterWords({ actions, outcomes, pools }: EventFilter): readonly {
  readonly label: string;
  readonly value: string;
}[] {
  return [
    { label: 'Events', value: actions.join(', ') || 'All' },
    { label: 'Outcomes', value: outcomes.join(', ') || 'All' },
    { label: 'Pools', value: pools.join(', ') || 'All' },
  ];
}

/** What is missing, as a sentence; empty when nothing is. */
export function missedWords({ missed }: Receiver): string {
  if (missed === 0) return '';
  const rows = `${missed.toLocaleString('en')} ${missed === 1 ? 'row' : 'rows'}`;
  return `Retention removed ${rows} of the audit before they were delivered.`;
}
