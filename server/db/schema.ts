import type { Generated } from 'kysely';
import type { DirectoryTables } from './directory-schema.ts';
import type { JobTables } from './job-schema.ts';
import type { HookDeliveryTable, SavedViewTable } from './saved-view-schema.ts';

/** Times are milliseconds since the epoch, UTC: the same number in both dialects. */
export type Milliseconds = number;

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
  /** SHA-256 over the row's canonical form (audit-hash.ts), hexadecimal. */
  hash: string;
};

/** One row: where the audit's chain ends, and behind which row retention cut it off. */
export type AuditChainTable = {
  id: number;
  headNumber: number;
  headHash: string;
  anchorNumber: number;
  anchorHash: string;
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

/** Tries to sign in within one minute. The key is a keyed hash of who tries. */
export type SignInTryTable = {
  key: string;
  count: number;
  endsAt: Milliseconds;
};

export type Tables = DirectoryTables &
  JobTables & {
    audit: AuditTable;
    auditChain: AuditChainTable;
    session: SessionTable;
    pendingSignIn: PendingSignInTable;
    signInTry: SignInTryTable;
    savedView: SavedViewTable;
    hookDelivery: HookDeliveryTable;
  };
