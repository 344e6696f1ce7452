import { AsyncLocalStorage } from 'node:async_hooks';

export type Changes = {
  hasChanged: boolean;
  /** Whether a pool has carried something out, or may have: its answer was lost. */
  hasReachedPool?: boolean;
};

/**
 * Whether the request under way has changed anything yet, in the console's own storage or in a pool.
 * The drivers note it, so that an error in the middle of a request can say truthfully whether
 * anything was changed, whatever route it belongs to.
 */
const changes = new AsyncLocalStorage<Changes>();

/** Runs the rest of a request; called again for the same one where its context was lost. */
export function withChanges(known: Changes, next: () => void): void {
  changes.run(known, next);
}

/** Called by a driver once a change is made, or may have been. */
export function noteChange(): void {
  const known = changes.getStore();
  if (known !== undefined) known.hasChanged = true;
}

/** Called when a pool has carried out a change, or may have. */
export function noteReachedPool(): void {
  const known = changes.getStore();
  if (known !== undefined) known.hasReachedPool = true;
}

/** False outside of requests, where nothing is known. */
export function isNothingChanged(): boolean {
  return changes.getStore()?.hasChanged === false;
}
