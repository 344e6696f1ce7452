import type { Generated } from 'kysely';
import type { DirectoryTables } from './directory-schema.ts';

/** Times are milliseconds since the epoch, UTC: the same number in both dialects. */
export type Milliseconds = number;

/**
 * The audit, append-only: a row is written before something is done (`intent`, or `refused` when
 * it is not), and a second one, which names the first in `refersTo`, when its outcome is known.
 */
export type AuditTable = {
  number: Generated<number>;
  at: Milliseconds;
  kind: 'intent' | 'succeeded' | 'failed' | 'refused';
  refersTo: number | null;
  operatorSub: string;
  operatorUsername: string;
  operatorRole: string;
  sessionId: string;
  address: string;
  pool: string;
  action: string;
  targetKind: 'user' | 'group' | 'pool';
  targetName: string;
  targetSub: string;
  /** JSON object, secrets left out. */
  input: string;
  errorCode: string;
  errorMessage: string;
  /** Milliseconds that the call to the pool took; null on intents. */
  duration: number | null;
};

/** A signed-in operator. The cookie's value is not here: only its SHA-256. */
export type SessionTable = {
  idHash: string;
  /** Operator and tokens, sealed with AES-256-GCM. */
  sealed: string;
  createdAt: Milliseconds;
  seenAt: Milliseconds;
  expiresAt: Milliseconds;
};

/** A sign-in that waits for an answer, such as a new password. */
export type PendingSignInTable = {
  idHash: string;
  sealed: string;
  expiresAt: Milliseconds;
};

export type Tables = DirectoryTables & {
  audit: AuditTable;
  session: SessionTable;
  pendingSignIn: PendingSignInTable;
};
