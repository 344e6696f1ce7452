/** Begins one task in each iteration of the event loop, in the order in which they came. */
export type Turns = {
  /** Calls back when it is the task's turn. */
  begin(task: () => void): void;
};

/**
 * Makes the queue that page requests and the calls of the sync wait in.
 *
 * libuv accepts one connection an iteration (since 1.45). An iteration that begins a request of every open
 * connection lasts a second under load, so that the hundredth new connection waited for a minute while
 * the others were served again and again.
 *
 * Source: libuv pull request 3696, "don't accept() connections in a loop".
 */
export function createTurns(): Turns {
  const waiting: (() => void)[] = [];
  const beginNext = (): void => {
    waiting.shift()?.();
    if (waiting.length > 0) setImmediate(beginNext);
  };
  return {
    begin(task) {
      waiting.push(task);
      if (waiting.length === 1) setImmediate(beginNext);
    },
  };
}
