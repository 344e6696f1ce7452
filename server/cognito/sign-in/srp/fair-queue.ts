/** Work that waits for its turn; resolves or rejects as the work does. */
export type Enqueue = <Result>(owner: string, work: () => Promise<Result>) => Promise<Result>;

type Waiting = { readonly run: () => Promise<void> };

type Limits = {
  /** How much of one owner may wait beside what is running. */
  readonly perOwner: number;
  /** How much may wait in all. */
  readonly total: number;
  /** The error for work that finds no place. */
  readonly full: () => Error;
};

/**
 * Runs one piece of work at a time and takes the owners in turn, so that one with much work delays the
 * others by a single piece.
 *
 * Source: round-robin scheduling (Nagle, RFC 970).
 */
export function createFairQueue({ perOwner, total, full }: Limits): Enqueue {
  /** In the order of their turns: who was served goes to the end. */
  const owners = new Map<string, Waiting[]>();
  let size = 0;
  let isRunning = false;

  const takeNext = (): Waiting | undefined => {
    const [first] = owners;
    if (first === undefined) return undefined;
    const [owner, waiting] = first;
    const next = waiting.shift();
    owners.delete(owner);
    if (waiting.length > 0) owners.set(owner, waiting);
    size -= 1;
    return next;
  };

  const runAll = async (): Promise<void> => {
    if (isRunning) return;
    isRunning = true;
    for (let next = takeNext(); next !== undefined; next = takeNext()) await next.run();
    isRunning = false;
  };

  return (owner, work) => {
    const waiting = owners.get(owner) ?? [];
    if (waiting.length >= perOwner || size >= total) return Promise.reject(full());
    return new Promise((resolve, reject) => {
      waiting.push({ run: () => work().then(resolve, reject) });
      owners.set(owner, waiting);
      size += 1;
      void runAll();
    });
  };
}
