import { auditHash } from '../../db/audit-hash.ts';
import type { ChainEnds, ChainPoint, ChainRow } from '../store/chain.ts';

/** What was done to the audit behind the console's back. */
export type Tampering = {
  readonly kind: 'changed' | 'removed' | 'inserted' | 'cut-unsigned' | 'cut-unexplained';
  /** The first and the last entry that it concerns; the same one, unless several were removed. */
  readonly first: number;
  readonly last: number;
};

/** Looks at the rows one after another, in the order of their numbers. */
export type ChainCheck = {
  /**
   * @param row the next one
   * @param after the one behind it, if any: whether that one follows it tells a foreign row from a
   * changed one
   * @returns what is wrong between the row before and this one
   */
  next(row: ChainRow, after: ChainRow | undefined): readonly Tampering[];
  /**
   * Continues behind a new anchor, when retention has removed rows that were not looked at yet.
   *
   * @returns how many these are
   */
  skipTo(anchor: ChainPoint): number;
  /** Whether this row was appended after the check began. */
  isLater(row: ChainRow): boolean;
  /** Compares where the rows ended with where they should have. */
  end(): readonly Tampering[];
  /** By how much foreign rows pushed up the numbers of those behind them. */
  shift(): number;
};

/** Starts to check behind `anchor`: before the first row, or where retention cut the chain off. */
export function checkChain({ anchor, head }: Pick<ChainEnds, 'anchor' | 'head'>): ChainCheck {
  /** The last row that belongs to the chain. */
  let previous = anchor;
  let shift = 0;

  return {
    next(row, after) {
      if (row.number <= anchor.number) return [tampering('inserted', row.number)];
      if (isLater(row)) return [];
      if (isForeign(after)) {
        if (after !== undefined && isSealed(after, shift + 1)) shift += 1;
        return [tampering('inserted', row.number)];
      }
      const found: Tampering[] = [];
      const number = row.number - shift;
      const expected = previous.number + 1;
      if (number > expected) found.push(tampering('removed', expected, number - 1));
      if (!isSealed(row, shift)) found.push(tampering('changed', row.number));
      // Who sealed the changed row anew made it right by itself, but this one did not follow that.
      else if (number === expected && row.previousHash !== previous.hash) {
        found.push(tampering('changed', row.number - 1));
      }
      previous = { number, hash: row.hash };
      return found;
    },
    skipTo(point) {
      const last = Math.min(point.number, head.number);
      if (last <= previous.number) return 0;
      const skipped = last - previous.number;
      previous = point.number > head.number ? head : point;
      return skipped;
    },
    isLater,
    end() {
      if (previous.number < head.number) {
        return [tampering('removed', previous.number + 1, head.number)];
      }
      return previous.hash === head.hash ? [] : [tampering('changed', head.number + shift)];
    },
    shift: () => shift,
  };

  function isLater(row: ChainRow): boolean {
    return row.number - shift > head.number;
  }

  /** The row behind it follows the one before it instead, and is as the console sealed it. */
  function isForeign(after: ChainRow | undefined): boolean {
    if (after?.previousHash !== previous.hash) return false;
    return isSealed(after, shift) || isSealed(after, shift + 1);
  }
}

function isSealed(row: ChainRow, shift: number): boolean {
  return row.hash === auditHash({ ...row, number: row.number - shift });
}

function tampering(kind: Tampering['kind'], first: number, last = first): Tampering {
  return { kind, first, last };
}
