import type { ItemResult } from '../job.ts';
import { JobHalted } from './take-turn.ts';

/** Failures for the same reason that pause a job: among its first users, and later in a row. */
const early = { users: 100, most: 20 } as const;
const mostInARow = 50;

/** Counts the failures of a job, so that what fails for all is not tried for all. */
export type ErrorBudget = {
  /**
   * Counts what became of a user's turn.
   *
   * @throws JobHalted when too many have failed for one reason, which it names
   */
  count(result: ItemResult): void;
};

/** A budget of its own for each time that a job is begun or resumed. */
export function createErrorBudget(): ErrorBudget {
  const failed = new Map<string, number>();
  let users = 0;
  let inARow = { errorCode: '', count: 0 };
  return {
    count({ state, errorCode = '', message = '' }) {
      users += 1;
      if (state !== 'failed') {
        if (state === 'done') inARow = { errorCode: '', count: 0 };
        return;
      }
      const total = (failed.get(errorCode) ?? 0) + 1;
      failed.set(errorCode, total);
      inARow = { errorCode, count: errorCode === inARow.errorCode ? inARow.count + 1 : 1 };
      const isEarly = users <= early.users && total >= early.most;
      if (!isEarly && inARow.count < mostInARow) return;
      const count = isEarly ? `${total} of the first ${users}` : `The last ${inARow.count}`;
      throw new JobHalted(`${count} users failed for the same reason: ${message}`);
    },
  };
}
