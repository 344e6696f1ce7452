import { findAction } from '../../actions/registry.ts';
import type { Badge } from '../../web/rendering/page.ts';
import type { ItemState, Job, JobCounts, JobState } from '../job.ts';
import { countWords } from './new-page.ts';

const number = new Intl.NumberFormat('en');

const states: Readonly<Record<JobState, Badge>> = {
  preparing: {
    label: 'Preparing',
    tone: 'grey',
    explanation: 'The list of users is being written; nothing was done yet.',
  },
  running: { label: 'Running', tone: 'blue', explanation: 'The users have their turn one by one.' },
  paused: { label: 'Paused', tone: 'yellow', explanation: 'Nobody has a turn until it goes on.' },
  finished: { label: 'Finished', tone: 'green', explanation: 'Every user has had a turn.' },
  cancelled: { label: 'Cancelled', tone: 'grey', explanation: 'An administrator ended it.' },
  stopped: { label: 'Stopped', tone: 'red', explanation: 'It could not go on.' },
};

const outcomes: Readonly<Record<ItemState, Badge>> = {
  waiting: { label: 'Waiting', tone: 'grey', explanation: 'The turn has not come yet.' },
  begun: { label: 'Under way', tone: 'blue', explanation: 'The answer of the pool is awaited.' },
  done: { label: 'Done', tone: 'green', explanation: 'The pool did it.' },
  refused: {
    label: 'Refused',
    tone: 'yellow',
    explanation: 'A rule of the console, or the present state of the user, stopped it.',
  },
  failed: { label: 'Failed', tone: 'red', explanation: 'The pool refused or did not answer.' },
  unknown: {
    label: 'Unknown',
    tone: 'red',
    explanation: 'Nobody can tell whether the pool did it.',
  },
  skipped: { label: 'Not begun', tone: 'grey', explanation: 'The job ended before the turn came.' },
};

export const stateBadge = (state: JobState): Badge => states[state];
export const outcomeOf = (state: ItemState): Badge => outcomes[state];

/** "Disable: 12 users" */
export function jobTitle({ action, total }: Job): string {
  return `${findAction(action)?.label ?? action}: ${countWords(total)}`;
}

/** "118 done, 2 refused" */
export function resultWords(counts: JobCounts): string {
  const order = ['done', 'refused', 'failed', 'unknown', 'skipped', 'begun', 'waiting'] as const;
  return order
    .filter((state) => counts[state] > 0)
    .map((state) => `${number.format(counts[state])} ${outcomes[state].label.toLowerCase()}`)
    .join(', ');
}

/** How many users have had their turn. */
export function overCount({ done, refused, failed, unknown }: JobCounts): number {
  return done + refused + failed + unknown;
}

/** "118 of 120 users, about 4 a second, about 2 minutes left" */
export function progressWords(job: Job, counts: JobCounts, now: Date): string {
  const over = overCount(counts);
  const words = `${number.format(over)} of ${countWords(job.total)}`;
  if (job.state !== 'running') return words;
  if (job.startedAt === undefined) return `${words}; it waits for its turn`;
  const seconds = (now.getTime() - job.startedAt.getTime()) / 1000;
  if (over < 10 || seconds < 5) return words;
  const left = ((job.total - over) * seconds) / over;
  return `${words}, ${timeWords(left)}`;
}

function timeWords(seconds: number): string {
  if (seconds < 10) return 'done in a moment';
  if (seconds < 90) return `about ${Math.round(seconds / 10) * 10} seconds left`;
  if (seconds < 5400) return `about ${Math.round(seconds / 60)} minutes left`;
  return `about ${Math.round(seconds / 3600)} hours left`;
}
