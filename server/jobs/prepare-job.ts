import { actorOf, hasJobEvent, jobEvent } from './close-job.ts';
import type { Job } from './job.ts';
import type { JobParts } from './parts.ts';
import { deleteDraftPart, nextDraftPart } from './store/drafts.ts';
import { countItems, insertItems } from './store/items.ts';
import { changeJob, findJob } from './store/jobs.ts';

/**
 * Writes the users of a new job as items, part by part, has the audit say that the job was started, and
 * lets it run. Whatever was written before the process ended stays; the next process continues there.
 *
 * @param mayContinue asked before each part: whether this process still carries out jobs
 */
export async function prepareJob(
  parts: Pick<JobParts, 'database' | 'audit' | 'now'>,
  job: Job,
  mayContinue: () => Promise<boolean>,
): Promise<void> {
  const { database, audit, now } = parts;
  const { number, action, input, selection, total } = job;
  for (;;) {
    if (!(await mayContinue())) return;
    const part = await nextDraftPart(database, number);
    if (part === undefined) break;
    await insertItems(database, number, part.users, part.first);
    await deleteDraftPart(database, number, part.first);
  }
  const { waiting } = await countItems(database, number);
  if (waiting !== total || total === 0) {
    // Of an earlier version, which kept no list to continue with.
    const problem = 'The console ended while the list of users was written. Nothing was done.';
    const end = { state: 'stopped', problem, endedAt: now().getTime() } as const;
    await changeJob(database, number, ['preparing'], end);
    return;
  }
  if (!(await hasJobEvent(parts, job, 'job.start'))) {
    const content = { ...input, job: number, action, users: total, selection };
    await audit.event(jobEvent('job.start', job, actorOf(job.starter), content));
  }
  const state = (await findJob(database, number))?.problem === '' ? 'running' : 'paused';
  await changeJob(database, number, ['preparing'], { state });
}
