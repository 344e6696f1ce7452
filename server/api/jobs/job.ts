import { type Static, Type } from '@sinclair/typebox';
import type {
  JobItem as DomainItem,
  Job as DomainJob,
  ItemState,
  JobCounts,
  JobState,
} from '../../jobs/job.ts';
import { moment, oneOf } from '../answers.ts';

const jobStates: readonly JobState[] = [
  'preparing',
  'running',
  'paused',
  'finished',
  'cancelled',
  'stopped',
];

export const itemStates: readonly ItemState[] = [
  'waiting',
  'begun',
  'done',
  'refused',
  'failed',
  'unknown',
  'skipped',
];

const count = Type.Integer({ minimum: 0 });

/** A job, as programs read one. */
export const Job = Type.Object(
  {
    number: Type.Integer(),
    pool: Type.String({ description: 'Alias of the pool.' }),
    action: Type.String({ description: 'Id of the action, for example `user.disable`.' }),
    input: Type.Record(Type.String(), Type.Unknown(), {
      description: 'Input of the action, the same for all users.',
    }),
    state: oneOf(jobStates, {
      description:
        '`preparing`: the list of users is being written. `stopped`: it could not continue, and `problem` says why.',
    }),
    selection: Type.String({ description: 'How the users were chosen, in words.' }),
    reason: Type.String({ description: 'Empty where none was given.' }),
    total: Type.Integer({ description: 'How many users.' }),
    counts: Type.Optional(
      Type.Object(
        {
          waiting: count,
          begun: count,
          done: count,
          refused: count,
          failed: count,
          unknown: count,
          skipped: count,
        },
        { description: 'How many users are in which state; absent in lists of jobs.' },
      ),
    ),
    startedBy: Type.Object({ username: Type.String(), sub: Type.String() }),
    problem: Type.String({ description: 'Why it is paused, delayed or stopped; empty otherwise.' }),
    createdAt: moment('When it was ordered.'),
    startedAt: Type.Optional(moment('When its first user was processed.')),
    endedAt: Type.Optional(moment('When it ended.')),
  },
  { $id: 'Job', description: 'One action for many users.' },
);

/** A user of a job, as programs read one. */
export const JobItem = Type.Object(
  {
    position: Type.Integer({ description: 'From 1, in the order of processing.' }),
    username: Type.String({ description: 'The username when the job was started.' }),
    sub: Type.String(),
    state: oneOf(itemStates, {
      description:
        '`refused`: a rule of the console, or the state of the user. `failed`: the pool. `unknown`: the answer was lost, and the pool does not show whether it was done. `skipped`: the job ended before.',
    }),
    error: Type.Optional(
      Type.Object(
        { code: Type.String(), message: Type.String() },
        { description: 'Why it was not done.' },
      ),
    ),
    audit: Type.Optional(Type.Integer({ description: 'Number of the audit entry.' })),
  },
  { $id: 'JobItem', description: 'What became of one user of a job.' },
);

/** @param counts left out in lists */
export function jobAnswer(job: DomainJob, counts?: JobCounts): Static<typeof Job> {
  const { number, pool, action, input, state, selection, reason, total, problem } = job;
  const { username, sub } = job.starter.operator;
  return {
    number,
    pool,
    action,
    input: { ...input },
    state,
    selection,
    reason,
    total,
    ...(counts && { counts }),
    startedBy: { username, sub },
    problem,
    createdAt: job.createdAt.toISOString(),
    ...(job.startedAt && { startedAt: job.startedAt.toISOString() }),
    ...(job.endedAt && { endedAt: job.endedAt.toISOString() }),
  };
}

export function itemAnswer(item: DomainItem): Static<typeof JobItem> {
  const { position, username, sub, state, errorCode: code, message, auditNumber: audit } = item;
  return {
    position,
    username,
    sub,
    state,
    ...((code !== '' || message !== '') && { error: { code, message } }),
    ...(audit !== undefined && { audit }),
  };
}
