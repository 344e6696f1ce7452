import { expect, vi } from 'vitest';
import type { ApiForTest, CallOptions } from '../../helpers/api.ts';
import { peopleOf } from '../../helpers/people.ts';

/** New users whom the mirror knows. */
export async function newUsers({ running }: ApiForTest, count: number): Promise<string[]> {
  const people = peopleOf(running);
  const names: string[] = [];
  for (let index = 0; index < count; index += 1) names.push(await people.confirmed());
  await running.noticed(...names);
  return names;
}

/** Starts a job; answers it. */
export async function startedJob(api: ApiForTest, body: object, options: CallOptions = {}) {
  const answer = await api.ofPool('POST', '/jobs', { ...options, body });
  expect([answer.status, answer.body.code]).toEqual([201, undefined]);
  return answer.body;
}

/** Waits until a job has ended and every user of it has a state; answers it. */
export function endedJob(api: ApiForTest, number: number) {
  return vi.waitFor(
    async () => {
      const { body: job } = await api.ofPool('GET', `/jobs/${number}`);
      const hasEnded = ['finished', 'cancelled', 'stopped'].includes(job.state);
      if (!hasEnded || job.counts.waiting + job.counts.begun > 0) {
        throw new Error(`Job ${number} has not ended: ${JSON.stringify(job)}`);
      }
      return job;
    },
    { timeout: 120_000 },
  );
}
