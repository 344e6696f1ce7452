import type { KeyObject } from 'node:crypto';
import type { ChainEnds } from '../store/chain.ts';
import type { Tampering } from './check.ts';
import { isGenuine, readCheckpoint } from './checkpoint.ts';

/** What can explain that the beginning of the chain is gone. */
export type Evidence = {
  /** That sign checkpoints, or their public parts; none: nothing signed is looked for. */
  readonly keys?: readonly KeyObject[] | undefined;
  /** Undefined: entries are never removed. */
  readonly retentionDays?: number | undefined;
};

/** Whether one of these keys signed that retention removed everything up to this anchor. */
export function isAnchorSigned(
  { anchor, anchorCheckpoint }: ChainEnds,
  keys: readonly KeyObject[],
): boolean {
  const checkpoint = readCheckpoint(anchorCheckpoint);
  if (checkpoint?.anchor === undefined) return false;
  const { number, hash } = checkpoint.anchor;
  return number === anchor.number && hash === anchor.hash && isGenuine(checkpoint, keys);
}

/**
 * Whether the beginning of the chain may be gone. The database alone does not show that: whoever can
 * write to it can delete the first entries and move the anchor. So with a key the anchor has to be
 * signed; without one, there has to be a retention at least.
 *
 * @returns the entries that are gone without an explanation
 */
export function findCut(
  ends: ChainEnds,
  { keys = [], retentionDays }: Evidence,
): readonly Tampering[] {
  if (ends.anchor.number <= 0) return [];
  if (isAnchorSigned(ends, keys)) return [];
  if (keys.length === 0 && retentionDays !== undefined) return [];
  const kind = keys.length > 0 ? 'cut-unsigned' : 'cut-unexplained';
  return [{ kind, first: 1, last: ends.anchor.number }];
}
