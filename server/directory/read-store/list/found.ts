import type { MirroredUser } from '../../query.ts';
import type { Position } from './cursor.ts';

/** What looking for a page found. */
export type Found = {
  /** One more than are shown, where there are more. */
  readonly found: readonly Position[];
  /** Where looking on begins; undefined at the end, or when enough were found. */
  readonly stoppedAt: Position | undefined;
  /** Those who are shown. */
  readonly users: readonly MirroredUser[];
};
