import type { DirectoryReader } from '../../directory/query.ts';
import type { Operator } from '../../operators/operator.ts';
import { isAllowed } from '../../operators/permissions.ts';
import { jobPath, jobsPath, userPath, withQuery } from '../../web/paths.ts';
import { momentOf } from '../../web/rendering/moment.ts';
import { hasEnded, type ItemState, type Job } from '../job.ts';
import type { Jobs } from '../jobs.ts';
import type { JobPage, JobProgress } from '../views.ts';
import { namesOf } from './names.ts';
import { jobTitle, outcomeOf, overCount, progressWords, stateBadge } from './words.ts';

const troublesOnAPage = 50;
const troubled: readonly ItemState[] = ['refused', 'failed', 'unknown', 'skipped'];
const counted = ['done', ...troubled, 'begun', 'waiting'] as const;
const number = new Intl.NumberFormat('en');

/** The part of the page that changes: how far it is, and to whom it was not done. */
export async function jobProgress(
  { jobs, reader }: { readonly jobs: Jobs; readonly reader: DirectoryReader },
  job: Job,
  after: number | undefined,
  now: Date,
): Promise<JobProgress> {
  const [counts, items] = await Promise.all([
    jobs.counts(job.number),
    jobs.items(job.number, troubled, { after, limit: troublesOnAPage + 1 }),
  ]);
  const shown = items.slice(0, troublesOnAPage);
  const names = await namesOf(reader, shown);
  const path = jobPath(job.pool, job.number);
  const last = items.length > troublesOnAPage ? shown.at(-1) : undefined;
  return {
    state: stateBadge(job.state),
    summary: progressWords(job, counts, now),
    percent: job.total === 0 ? 0 : Math.floor((100 * overCount(counts)) / job.total),
    problem: job.problem,
    counts: counted
      .filter((state) => counts[state] > 0)
      .map((state) => ({
        label: outcomeOf(state).label,
        count: number.format(counts[state]),
      })),
    troubles: shown.map(({ username, state, message }, index) => ({
      name: names[index] ?? username,
      username,
      href: userPath(job.pool, username),
      outcome: outcomeOf(state),
      message,
    })),
    firstHref: after === undefined ? undefined : path,
    nextHref: last && withQuery(path, { after: String(last.position) }),
  };
}

export function jobPage(
  job: Job,
  progress: JobProgress,
  { operator, after, now }: { operator: Operator; after: number | undefined; now: Date },
): JobPage {
  const path = jobPath(job.pool, job.number);
  const { starter, selection, reason, input } = job;
  const given = Object.entries(input).filter(([, value]) => value !== '' && value !== false);
  return {
    number: job.number,
    title: jobTitle(job),
    state: job.state,
    isOver: hasEnded(job.state),
    facts: [
      { label: 'Started by', value: starter.operator.username },
      { label: 'Users', value: selection },
      ...given.map(([name, value]) => ({
        label: name === 'group' ? 'Group' : name,
        value: String(value),
      })),
      ...(reason === '' ? [] : [{ label: 'Reason', value: reason }]),
    ],
    createdAt: momentOf(job.createdAt, now),
    endedAt: job.endedAt && momentOf(job.endedAt, now),
    buttons: isAllowed(operator.role, 'jobs:run') ? buttonsOf(job, path) : [],
    streamHref: withQuery(`${path}/progress`, { after: after === undefined ? '' : String(after) }),
    listHref: jobsPath(job.pool),
    progress,
  };
}

function buttonsOf({ state }: Job, path: string): JobPage['buttons'] {
  const pause = {
    label: 'Pause',
    action: `${path}/pause`,
    icon: 'player-pause',
    isSevere: false,
  };
  const resume = {
    label: 'Go on',
    action: `${path}/resume`,
    icon: 'player-play',
    isSevere: false,
  };
  const cancel = { label: 'Cancel the rest', action: `${path}/cancel`, icon: 'x', isSevere: true };
  if (state === 'running') return [pause, cancel];
  return state === 'paused' ? [resume, cancel] : [];
}
