/** Something to be done now and then, one run after another. */
export type Periodic = {
  readonly every: number;
  readonly task: () => Promise<void>;
};

export type Running = {
  /** No run begins any more; resolves when the one under way has ended. */
  stop(): Promise<void>;
};

/**
 * Runs each task at once and then again and again; `every` is milliseconds from the end of a run.
 * A run that fails is told and tried again the next time. Keeps no process alive.
 */
export function runPeriodically(
  tasks: readonly Periodic[],
  failed: (error: unknown) => void,
): Running {
  const stopping = new AbortController();
  const loops = tasks.map(async ({ every, task }) => {
    while (!stopping.signal.aborted) {
      await task().catch(failed);
      await pause(every, stopping.signal);
    }
  });
  return {
    async stop() {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, milliseconds).unref();
    signal.addEventListener('abort', done);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
