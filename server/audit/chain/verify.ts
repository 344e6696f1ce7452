import type { Database } from '../../db/database.ts';
import { type ChainPoint, type ChainRow, readEnds, rowsBeyond, walkRows } from '../store/chain.ts';
import { checkChain, type Tampering } from './check.ts';

export type Verification = {
  /** Rows that were looked at; an action has two or more of them. */
  readonly rows: number;
  /** Where the chain ended when this began. */
  readonly head: ChainPoint;
  /** Behind which row it begins: 0, or where retention cut it off. */
  readonly anchor: ChainPoint;
  /** The first ones; empty when nothing was touched. */
  readonly tampering: readonly Tampering[];
};

/** How far a verification has come. */
export type VerificationProgress = {
  readonly rows: number;
  /** Rows that there should be. */
  readonly of: number;
};

type Options = {
  /** Told now and then, the first time before any row is looked at. */
  readonly told?: (progress: VerificationProgress) => void;
  /** Ends it early: then its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
};

/** More than these tell nothing new. */
const mostTold = 100;

/** So often it is looked again when retention cuts the chain meanwhile, which it does once an hour. */
const mostTries = 5;

/**
 * Computes every hash of the chain again. What is appended meanwhile is left for the next time, and
 * what retention removes meanwhile is not missed. Whatever else the process has to do gets its turn
 * every few milliseconds.
 *
 * It cannot tell when somebody who can write to the database has changed an entry and sealed
 * everything behind it anew, the head included: for that there are checkpoints.
 */
export async function verifyAudit(
  database: Database,
  options: Options = {},
): Promise<Verification> {
  for (let tries = 1; ; tries += 1) {
    const verification = await walkChain(database, options);
    if (verification.tampering.length === 0 || tries === mostTries) return verification;
    const { anchor } = await readEnds(database);
    if (anchor.number === verification.anchor.number) return verification;
  }
}

async function walkChain(
  database: Database,
  { told = () => undefined, signal }: Options,
): Promise<Verification> {
  const ends = await readEnds(database);
  const check = checkChain(ends);
  const tampering: Tampering[] = [];
  const tell = (found: readonly Tampering[]): void => {
    tampering.push(...found.slice(0, mostTold - tampering.length));
  };

  const of = ends.head.number - ends.anchor.number;
  let rows = 0;
  let row: ChainRow | undefined;
  told({ rows, of });
  for await (const slice of walkRows(database)) {
    signal?.throwIfAborted();
    for (const after of slice) {
      if (row !== undefined) tell(check.next(row, after));
      row = after;
    }
    rows += slice.length;
    told({ rows, of });
  }
  if (row !== undefined) tell(check.next(row, undefined));
  tell(check.end());
  const beyond = await rowsBeyond(database, check.shift(), mostTold);
  tell(beyond.map((number) => ({ kind: 'inserted', first: number, last: number })));
  return { rows, ...ends, tampering };
}
