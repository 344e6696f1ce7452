import { clockTolerance } from '../../clock.ts';
import type { Database } from '../../db/database.ts';
import type { Receiver } from '../receiver.ts';
import { receiverOf } from './receivers.ts';

/** Milliseconds after which a process that has not renewed its lease is taken to be dead. */
export const leaseLength = 60_000;

/** Who delivers to a receiver, and where it stood when that process last looked. */
export type Held = { readonly receiver: Receiver; readonly holder: string };

/**
 * Takes the right to deliver to a receiver; of several processes one has it, until it releases it or
 * does not renew it in time.
 *
 * @returns the receiver as it is now; undefined when another process has it, or it is not active
 */
export async function takeLease(
  database: Database,
  id: string,
  holder: string,
  now: number,
): Promise<Receiver | undefined> {
  const row = await database
    .updateTable('eventReceiver')
    .set({ leaseHolder: holder, leaseUntil: now + leaseLength })
    .where('id', '=', id)
    .where('state', '=', 'active')
    .where(({ or, eb }) =>
      or([
        eb('leaseHolder', '=', holder),
        eb('leaseUntil', '<', now),
        // Taken by a clock that has jumped back since.
        eb('leaseUntil', '>', now + leaseLength + clockTolerance),
      ]),
    )
    .returningAll()
    .executeTakeFirst();
  return row && receiverOf(row);
}

type Progress = Partial<
  Pick<
    Receiver,
    | 'cursor'
    | 'missed'
    | 'state'
    | 'attempts'
    | 'nextAttemptAt'
    | 'failingSince'
    | 'lastProblem'
    | 'deliveredAt'
  >
>;

/**
 * Writes what became of a delivery and renews the lease.
 *
 * @returns the receiver as it is now; undefined when the process has lost the lease meanwhile, or
 * another process has moved the cursor, and then nothing was written
 */
export async function noteProgress(
  database: Database,
  { receiver, holder }: Held,
  progress: Progress,
  now: number,
): Promise<Receiver | undefined> {
  const row = await database
    .updateTable('eventReceiver')
    .set({ ...progress, leaseUntil: now + leaseLength })
    .where('id', '=', receiver.id)
    .where('leaseHolder', '=', holder)
    .where('cursor', '=', receiver.cursor)
    .returningAll()
    .executeTakeFirst();
  return row && receiverOf(row);
}

/** Gives it back, so that another process need not wait for it to end. */
export async function releaseLease(database: Database, id: string, holder: string): Promise<void> {
  await database
    .updateTable('eventReceiver')
    .set({ leaseUntil: 0 })
    .where('id', '=', id)
    .where('leaseHolder', '=', holder)
    .execute();
}
