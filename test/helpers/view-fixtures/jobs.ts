import type { JobListPage, JobPage, NewJobPage } from '../../../server/jobs/views.ts';
import type { Badge } from '../../../server/web/rendering/page.ts';
import { lastMonth, longName, longUsername, today } from './parts.ts';

const badge = (label: string, tone: Badge['tone']): Badge => ({ label, tone, explanation: 'Why.' });
const path = '/pools/demo/jobs';

export const newJob: NewJobPage = {
  title: 'Delete: 12 users',
  action: `${path}/new`,
  cancelHref: '/pools/demo/users',
  count: '12 users',
  selection: 'All that match status:unconfirmed',
  sample: [
    { name: 'alice', username: 'alice', href: '/pools/demo/users/alice' },
    { name: longUsername, username: longUsername, href: '/pools/demo/users/long' },
  ],
  more: 'and 10 more',
  consequence: 'They are removed from the pool. This cannot be undone.',
  danger: 'severe',
  hidden: [
    { name: 'action', value: 'user.delete' },
    { name: 'key', value: 'a key' },
  ],
  sections: [],
  confirmation: { name: 'confirmation', expected: '12', value: '', error: '' },
  submitLabel: 'Delete: 12 users',
  problem: '',
};

export const newJobWrong: NewJobPage = {
  ...newJob,
  danger: 'caution',
  more: '',
  confirmation: { name: 'confirmation', expected: '12', value: '11', error: 'Type 12 to confirm.' },
  problem: 'These are 12 users now, and not the same as when you looked.',
};

export const jobList: JobListPage = {
  rows: [
    {
      number: 12,
      title: 'Disable: 2,003 users',
      href: `${path}/12`,
      startedBy: longUsername,
      createdAt: today,
      state: badge('Running', 'blue'),
      result: '118 done, 2 refused, 1,883 waiting',
    },
    {
      number: 11,
      title: 'Add to group: 1 user',
      href: `${path}/11`,
      startedBy: 'admin',
      createdAt: lastMonth,
      state: badge('Finished', 'green'),
      result: '1 done',
    },
  ],
  usersHref: '/pools/demo/users',
  mayRun: true,
  firstHref: path,
  nextHref: `${path}?before=11`,
};

const none = { rows: [], firstHref: undefined, nextHref: undefined };
export const noJobs: JobListPage = { ...jobList, ...none };
export const noJobsToRead: JobListPage = { ...jobList, ...none, mayRun: false };

export const runningJob: JobPage = {
  number: 12,
  title: 'Add to group: 2,003 users',
  state: 'running',
  isOver: false,
  facts: [
    { label: 'Started by', value: longUsername },
    { label: 'Users', value: 'Everybody' },
    { label: 'Group', value: 'x'.repeat(128) },
    { label: 'Reason', value: longName },
  ],
  createdAt: today,
  endedAt: undefined,
  buttons: [
    { label: 'Pause', action: `${path}/12/pause`, icon: 'player-pause', isSevere: false },
    { label: 'Cancel the rest', action: `${path}/12/cancel`, icon: 'x', isSevere: true },
  ],
  streamHref: `${path}/12/progress`,
  listHref: path,
  progress: {
    state: badge('Running', 'blue'),
    summary: '120 of 2,003 users, about 9 minutes left',
    percent: 6,
    problem: 'The user pool could not be reached. It is tried again all the time.',
    counts: [
      { label: 'Done', count: '118' },
      { label: 'Refused', count: '2' },
    ],
    troubles: [
      {
        name: longUsername,
        username: longUsername,
        href: '/pools/demo/users/long',
        outcome: badge('Refused', 'yellow'),
        message: 'This is the last enabled administrator.',
      },
    ],
    firstHref: `${path}/12`,
    nextHref: `${path}/12?after=50`,
  },
};

export const finishedJob: JobPage = {
  ...runningJob,
  state: 'finished',
  isOver: true,
  endedAt: today,
  buttons: [],
  progress: {
    state: badge('Finished', 'green'),
    summary: '2,003 of 2,003 users',
    percent: 100,
    problem: '',
    counts: [{ label: 'Done', count: '2,003' }],
    troubles: [],
    firstHref: undefined,
    nextHref: undefined,
  },
};
