import type { ProblemCode } from '../../web/api-docs/problem-answers.ts';

/** Codes of the operations on jobs. */
export const jobProblemCodes = {
  job_not_found: { status: [404], meaning: 'The pool has no such job.' },
  job_not_running: {
    status: [409],
    meaning: 'The job has ended, or is not in a state in which it can be paused or resumed.',
  },
  unknown_users: {
    status: [422],
    meaning:
      'Some of `users` are not in the pool. Leave them out, or send `ignoreUnknown`. A dry run lists them.',
  },
  nobody_chosen: { status: [422], meaning: 'No user of the pool is chosen.' },
  too_many_users: { status: [422], meaning: 'The search finds more than 100,000 users.' },
  too_many_streams: {
    status: [429],
    meaning: 'The caller has too many streams of events open. Close some of them.',
  },
} as const satisfies Readonly<Record<string, ProblemCode>>;
