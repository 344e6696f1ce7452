import type { Database } from '../../db/database.ts';
import { type ChainPoint, type ChainRow, readEnds, rowsBeyond, walkRows } from '../store/chain.ts';
import { type Evidence, findCut } from './anchor.ts';
import { checkChain, type Tampering } from './check.ts';

export type Verification = {
  /** Rows between the two ends; an action has two or more of them. */
  readonly rows: number;
  /** Where the chain ended when this began. */
  readonly head: ChainPoint;
  /** Behind which row it began then: 0, or where retention had cut it off. */
  readonly anchor: ChainPoint;
  /** Whether there was a key, so that the anchor had to be signed. */
  readonly isAnchorCompared: boolean;
  /** The first ones; empty when nothing was touched. */
  readonly tampering: readonly Tampering[];
};

/** How far a verification has come. */
export type VerificationProgress = {
  readonly rows: number;
  /** Rows that there should be. */
  readonly of: number;
};

export type VerifyOptions = Evidence & {
  /** Called now and then, the first time before any row is looked at. */
  readonly told?: (progress: VerificationProgress) => void;
  /** Ends it early: then its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
};

/** More than these say nothing new. */
const mostTold = 100;

/**
 * Computes every hash of the chain again, of the rows that there were when this began: what is
 * appended meanwhile is left for the next time, and what retention removes meanwhile is not missed.
 * Whatever else the process has to do gets its turn every few milliseconds.
 *
 * It cannot see when somebody who can write to the database has changed an entry and sealed
 * everything behind it again, the head included: for that there are checkpoints.
 */
export async function verifyAudit(
  database: Database,
  { told = () => undefined, signal, keys, retentionDays }: VerifyOptions = {},
): Promise<Verification> {
  const { head, anchor } = await readEnds(database);
  const check = checkChain({ head, anchor });
  const tampering: Tampering[] = [];
  const add = (found: readonly Tampering[]): void => {
    tampering.push(...found.slice(0, mostTold - tampering.length));
  };

  const of = head.number - anchor.number;
  let rows = 0;
  /** Looked at once the one behind it is known. */
  let pending: ChainRow | undefined;
  told({ rows, of });
  for await (const slice of walkRows(database)) {
    signal?.throwIfAborted();
    const removed = await removedMeanwhile();
    for (const row of slice) {
      if (row.number <= removed) continue;
      if (pending !== undefined) add(check.next(pending, row));
      pending = row;
      if (check.isLater(row)) break;
      rows += 1;
    }
    told({ rows, of });
    if (pending !== undefined && check.isLater(pending)) break;
  }
  if (pending !== undefined) add(check.next(pending, undefined));
  add(check.end());
  const beyond = await rowsBeyond(database, check.shift(), mostTold);
  add(beyond.map((number) => ({ kind: 'inserted', first: number, last: number })));
  const evidence = { keys, retentionDays };
  const cut = findCut(await readEnds(database), evidence);
  const isAnchorCompared = keys !== undefined && keys.length > 0;
  return { rows, head, anchor, isAnchorCompared, tampering: [...cut, ...tampering] };

  /** Retention may have removed what comes next: then it is not missed. Answers up to which entry. */
  async function removedMeanwhile(): Promise<number> {
    const present = (await readEnds(database)).anchor;
    if (present.number === anchor.number) return Number.NEGATIVE_INFINITY;
    rows += check.skipTo(present);
    if (pending !== undefined && pending.number <= present.number) {
      rows -= 1;
      pending = undefined;
    }
    return present.number;
  }
}
