import type { Generated } from 'kysely';
import type { Milliseconds } from './milliseconds.ts';

/**
 * The audit, append-only: a row is written before something is done (`intent`, or `refused` when
 * it is not), and a second one, which names the first in `refersTo`, when its outcome is known
 * (`unknown` when nobody can tell any more). Several calls of one action leave a `part` each. What
 * is told after the fact, such as a sign-in, is one row that is its own outcome.
 */
export type AuditTable = {
  number: Generated<number>;
  at: Milliseconds;
  kind: 'intent' | 'part' | 'succeeded' | 'failed' | 'refused' | 'unknown';
  refersTo: number | null;
  operatorSub: string;
  operatorUsername: string;
  operatorRole: string;
  sessionId: string;
  address: string;
  /** What the browser calls itself. */
  browser: string;
  pool: string;
  action: string;
  targetKind: 'user' | 'group' | 'pool';
  targetName: string;
  targetSub: string;
  /** JSON object, secrets left out. */
  input: string;
  /** What the operator gave as reason; empty when none was asked for. */
  reason: string;
  errorCode: string;
  errorMessage: string;
  /** Of the AWS request that failed; empty otherwise. */
  requestId: string;
  /** Milliseconds that the call to the pool took; null on intents. */
  duration: number | null;
  /** Hash of the row before; empty on the first. */
  previousHash: string;
  /** SHA-256 over the row's canonical form (../audit-hash.ts), hexadecimal. */
  hash: string;
};

/** One row: where the audit's chain ends, and behind which row retention cut it off. */
export type AuditChainTable = {
  id: number;
  headNumber: number;
  headHash: string;
  anchorNumber: number;
  anchorHash: string;
  /** The signed checkpoint that names the anchor, as one line; empty while nothing signed does. */
  anchorCheckpoint: Generated<string>;
};
