import { setTimeout } from 'node:timers/promises';
import { openDatabase } from '../../../server/db/database.ts';
import { readState } from '../../../server/directory/read-store/state.ts';
import { poolIdOf } from '../../../server/directory/store/pools.ts';
import { alias, startConsoleProcess } from './console-process.ts';

/** How a console read a pool for the first time. */
export type WalkFigures = {
  readonly usersSeen: number;
  /** From the console's start until then; who is in which group comes after all users. */
  readonly usersSeconds: number;
  /** Resident memory of its process in MiB: at most, until some time after the walk. */
  readonly peak: number;
};

const lookEvery = 100;
/** Milliseconds, in which the next walk begins. */
const watchedAfter = 15_000;

/**
 * Has a console read a pool into a new database, and watches it.
 *
 * @param quota calls a second, all of which it may use
 * @param seconds after which it is stopped, wherever it is
 */
export async function walkInConsole(
  endpoint: string,
  userPoolId: string,
  databaseUrl: string,
  { quota, seconds }: { quota: number | 'none'; seconds: number },
): Promise<WalkFigures> {
  const running = await startConsoleProcess(endpoint, userPoolId, databaseUrl, {
    DIRECTORY_LIST_QUOTA: `${quota}`,
    DIRECTORY_QUOTA_SHARE: '1',
  });
  const start = performance.now();
  const database = await openDatabase(databaseUrl);
  try {
    const poolId = await poolIdOf(database, alias);
    let [usersSeen, usersSeconds, peak] = [0, 0, 0];
    let end = start + seconds * 1000;
    let isComplete = false;
    while (performance.now() < end) {
      const { completeAsOf, walk } = await readState(database, poolId);
      if (!isComplete && walk !== undefined && walk.usersSeen > usersSeen) {
        usersSeen = walk.usersSeen;
        usersSeconds = (performance.now() - start) / 1000;
      }
      if (!isComplete && completeAsOf !== undefined) {
        isComplete = true;
        end = Math.min(end, performance.now() + watchedAfter);
      }
      peak = Math.max(peak, (await running.residentMebibytes()) ?? Number.NaN);
      await setTimeout(lookEvery);
    }
    return { usersSeen, usersSeconds, peak };
  } finally {
    await database.destroy();
    await running.stop();
  }
}
