import { auditHash } from '../../db/audit-hash.ts';
import type { ChainEnds, ChainRow } from '../store/chain.ts';

/** What was done to the audit behind the console's back. */
export type Tampering = {
  readonly kind: 'changed' | 'removed' | 'inserted';
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
  /** Compares where the rows ended with where they should have. */
  end(): readonly Tampering[];
  /** By how much foreign rows pushed up the numbers of those behind them. */
  shift(): number;
};

/** Starts to check behind `anchor`: before the first row, or where retention cut the chain off. */
export function checkChain({ anchor, head }: ChainEnds): ChainCheck {
  /** The last row that belongs to the chain. */
  let previous = anchor;
  let shift = 0;

  return {
    next(row, after) {
      if (row.number <= anchor.number) return [tampering('inserted', row.number)];
      // Behind the end that was noted when this began: another time.
      if (row.number - shift > head.number) return [];
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
    end() {
      if (previous.number < head.number) {
        return [tampering('removed', previous.number + 1, head.number)];
      }
      return previous.hash === head.hash ? [] : [tampering('changed', head.number + shift)];
    },
    shift: () => shift,
  };

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
