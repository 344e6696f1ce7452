import { setImmediate } from 'node:timers/promises';

/**
 * Resolves after everything else that waits has run: other requests, timers, connections that closed.
 *
 * SQLite is in this process and answers without waiting, so a loop over it never returns to the
 * event loop by itself, however many `await` it has. Each such loop calls this between two slices.
 *
 * Source: Node.js, "Don't Block the Event Loop".
 */
export function yieldToEventLoop(): Promise<void> {
  return setImmediate();
}
