/** Milliseconds in which one address gets one entry. */
const perAddress = 60_000;

/** Entries of all addresses together within that time. */
const mostEntries = 10;

/** Addresses that are remembered at the same time; far more than get an entry. */
const mostAddresses = 10_000;

export type RefusedTokens = {
  /**
   * Counts a refused token.
   *
   * @returns what the audit is to say: how many were refused since its last entry, this one
   * included; undefined when this one gets no entry
   */
  sample(address: string): { readonly refused: number } | undefined;
};

/**
 * Which refused tokens the audit has: a client with an old token, or a flood of invented ones, must
 * not fill it. At most one entry a minute for an address, and ten for all; the others are counted
 * and named with the next entry.
 *
 * @param now the clock
 */
export function createRefusedTokens(now: () => Date): RefusedTokens {
  const lastEntry = new Map<string, number>();
  let entries: readonly number[] = [];
  let refused = 0;

  return {
    sample(address) {
      const time = now().getTime();
      const isRecent = (at: number): boolean => Math.abs(time - at) < perAddress;
      refused += 1;
      entries = entries.filter(isRecent);
      const last = lastEntry.get(address);
      if (entries.length >= mostEntries || (last !== undefined && isRecent(last))) return undefined;
      entries = [...entries, time];
      lastEntry.delete(address);
      lastEntry.set(address, time);
      const oldest = lastEntry.keys().next();
      if (lastEntry.size > mostAddresses && !oldest.done) lastEntry.delete(oldest.value);
      const counted = { refused };
      refused = 0;
      return counted;
    },
  };
}
