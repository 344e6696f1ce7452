import { EventEmitter } from 'node:events';
import type { WalkProgress } from '../query.ts';

/** What pages and the log hear of the sync of one pool. */
export type SyncEvents = {
  /** About once a second while a walk is under way in this process. */
  progress: [WalkProgress];
  /** A walk is complete: the mirror holds what was true at this time. */
  complete: [completeAsOf: Date];
  /** A walk stopped: a sentence a person may read, and the error for the log. It goes on later. */
  problem: [message: string, cause: unknown];
  /** A user named by a notice could not be read; it is tried again, or a full sync is requested. */
  noticeFailed: [cause: unknown];
};

export type SyncEmitter = EventEmitter<SyncEvents>;

export function createSyncEmitter(): SyncEmitter {
  const emitter: SyncEmitter = new EventEmitter();
  // One listener for each page that is open.
  emitter.setMaxListeners(0);
  return emitter;
}
