import type { WebStorage } from './web-storage.ts';

/** Milliseconds after which the lock of a tab that was closed is taken over. */
const lease = 10_000;
/** Milliseconds in which another tab's write at the same moment becomes visible. */
const settling = 200;

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Runs work under a lock that is an entry of the storage: written, and read again after a moment, so that
 * of several tabs that wrote at once the last one has it.
 */
export async function withStorageLock<Result>(
  area: WebStorage,
  name: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const key = `${name}.lock`;
  const owner = Math.random().toString(36);
  const isMine = (): boolean => area.getItem(key)?.startsWith(`${owner} `) === true;
  while (!isMine()) {
    const [, until = 0] = area.getItem(key)?.split(' ') ?? [];
    if (Number(until) < Date.now()) area.setItem(key, `${owner} ${Date.now() + lease}`);
    await pause(settling);
  }
  try {
    return await work();
  } finally {
    if (isMine()) area.removeItem(key);
  }
}
