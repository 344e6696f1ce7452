import { findAction } from '../../actions/registry.ts';
import { consoleActor } from '../../audit/entry.ts';
import { jobEvent } from '../close-job.ts';
import type { Job } from '../job.ts';
import type { JobParts } from '../parts.ts';
import { changeJob, openJobs } from '../store/jobs.ts';
import { type LastRenewal, lastRenewal } from '../store/lease.ts';
import type { RunMarker } from './run-marker.ts';

const restored =
  'The database was restored from a backup, so users who are listed as waiting here may have had their message already. Compare with the pool, then continue or cancel the rest.';

/**
 * Pauses jobs that send messages when the database is an older copy of itself: what was done since is not
 * in it, and would be done again. An operator continues or cancels them.
 *
 * Called once, before this process takes the lease of the jobs.
 */
export async function pauseAfterRestore(parts: JobParts): Promise<void> {
  const { marker } = parts;
  // In this order: a process writes the database first, so the marker is never ahead of it.
  const marked = await marker?.read();
  const renewal = await lastRenewal(parts.database);
  if (isRestored(renewal, marker, marked)) {
    for (const job of await openJobs(parts.database)) await pause(parts, job, restored);
  }
  if (renewal.lineage !== '') await marker?.write(renewal.renewedAt);
}

function isRestored(
  { renewedAt, lineage, presentLineage }: LastRenewal,
  marker: RunMarker | undefined,
  marked: number | undefined,
): boolean {
  if (marker === undefined) return lineage !== '' && lineage !== presentLineage;
  // A database that never carried out a job with a marker beside it cannot miss one.
  return lineage !== '' && (marked === undefined || marked > renewedAt);
}

/**
 * Pauses jobs that send messages when no process has carried out jobs for long: the operators who started
 * them may not expect messages to be sent now. So it also is when PostgreSQL was restored under a running process.
 */
export async function pauseAfterAbsence(parts: JobParts): Promise<void> {
  const longest = parts.longestAbsence;
  if (longest === 0) return;
  const { renewedAt } = await lastRenewal(parts.database);
  const time = parts.now().getTime();
  const minutes = Math.round(longest / 60_000);
  const problem = `No process carried out jobs for more than ${minutes} minutes. Check that this one is still wanted, then continue or cancel the rest.`;
  for (const job of await openJobs(parts.database)) {
    const since = Math.max(renewedAt, job.createdAt.getTime());
    if (time - since > longest) await pause(parts, job, problem);
  }
}

/** One that is being prepared is paused when it is. */
async function pause({ database, audit }: JobParts, job: Job, problem: string): Promise<void> {
  if (findAction(job.action)?.bulk?.isRepeatable !== false) return;
  const isPaused =
    (await changeJob(database, job.number, ['running'], { state: 'paused', problem })) ||
    (await changeJob(database, job.number, ['preparing'], { problem }));
  if (!isPaused) return;
  const content = { job: job.number, action: job.action, why: problem };
  await audit.event(jobEvent('job.pause', job, consoleActor, content));
}
