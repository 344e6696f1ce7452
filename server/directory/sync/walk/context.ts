import type { PoolGateway } from '../../../cognito/gateway.ts';
import type { Database } from '../../../db/database.ts';
import type { ChangeSource } from '../../store/history.ts';
import type { Call } from '../calls.ts';
import type { Bitmap } from './bitmap.ts';
import type { WalkState } from './state.ts';

/** What the steps of one walk share. */
export type WalkContext = {
  readonly database: Database;
  readonly poolId: number;
  /** Tries each call once only: the walk itself decides when to try again. */
  readonly gateway: PoolGateway;
  readonly call: Call;
  /** Whether the pool limits the calls a second, as AWS does. */
  readonly hasQuota: boolean;
  readonly now: () => Date;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  /** Aborted when the walk must stop; what was stored is gone on from later. */
  readonly signal: AbortSignal;
  readonly state: WalkState;
  /** Rows met in the part that is walked at the moment. */
  seen: Bitmap;
  readonly keepsHistory: boolean;
  /** How long users who were written may be without a place in lists, in milliseconds. */
  readonly placesEvery: number;
  /** Stores the state if it has not been for a while, or at once. */
  save(transaction: Parameters<SaveIn>[0], isDue?: boolean): Promise<void>;
  /** The mirror was changed. */
  changed(): void;
};

type SaveIn = typeof import('../../store/pools.ts').writeWalk;

/** Changes that a walk sees are learnt when it sees them. */
export function seenNow({ now }: WalkContext): ChangeSource {
  return { at: now().getTime(), source: 'sync', auditNumber: undefined };
}
