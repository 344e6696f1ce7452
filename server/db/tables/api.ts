import type { Generated } from 'kysely';
import type { Milliseconds } from './milliseconds.ts';

/** A key with which a program calls the admin API. */
export type ApiKeyTable = {
  /** Names the key in the audit; not secret. */
  id: string;
  name: string;
  role: string;
  /** JSON array of aliases; null: every pool. */
  pools: string | null;
  /** JSON array of action ids; null: every action of the role. */
  verbs: string | null;
  /** JSON array of addresses and networks (CIDR) it may be used from; null: from everywhere. */
  networks: string | null;
  ownerSub: string;
  ownerUsername: string;
  /** SHA-256 of the key, in hexadecimal. */
  secretHash: string;
  /** The key before the last rotation, accepted until `previousUntil`. */
  previousHash: string | null;
  previousUntil: Milliseconds | null;
  rotatedAt: Milliseconds | null;
  createdAt: Milliseconds;
  expiresAt: Milliseconds;
  /** Null while it is in use; a key that has expired may still have null. */
  endedAt: Milliseconds | null;
  endReason: '' | 'revoked' | 'owner-lost-role' | 'expired';
  usedAt: Milliseconds | null;
  usedFrom: string;
};

/** A request with an `Idempotency-Key`; kept for 24 hours. */
export type IdempotentRequestTable = {
  /** Sub of the operator, or id of the API key. */
  actor: string;
  key: string;
  /** A keyed hash of method, address and body. */
  fingerprint: string;
  begunAt: Milliseconds;
  /** Null until it is answered. */
  status: number | null;
  /** JSON: the headers that matter and the body. */
  answer: string | null;
};

/** Who is sent what happens. */
export type EventReceiverTable = {
  id: string;
  /** A webhook, or the stream of the audit to standard output or a file. */
  kind: 'webhook' | 'stream';
  /** Where it is configured: on the page, or by settings. */
  source: 'page' | 'settings';
  name: string;
  /** Of a webhook; `stdout` or the path of a stream's file. */
  url: string;
  /** The signing secret, sealed with AES-256-GCM; empty for a stream. */
  sealedSecret: string;
  /** The secret before the last rotation, which signs as well until `previousUntil`. */
  sealedPreviousSecret: Generated<string>;
  previousUntil: Generated<Milliseconds>;
  /** JSON: which actions, outcomes and pools are sent. */
  filter: string;
  state: 'active' | 'paused' | 'failed';
  /** Number of the audit's last row that was delivered or passed over. */
  cursor: number;
  /** Rows that retention removed before they were delivered, until an administrator has seen it. */
  missed: Generated<number>;
  /** Failed attempts to deliver the present event. */
  attempts: Generated<number>;
  nextAttemptAt: Generated<Milliseconds>;
  failingSince: Milliseconds | null;
  lastProblem: Generated<string>;
  deliveredAt: Milliseconds | null;
  createdBy: string;
  createdAt: Milliseconds;
  /** The process that delivers to it. */
  leaseHolder: Generated<string>;
  leaseUntil: Generated<Milliseconds>;
};
