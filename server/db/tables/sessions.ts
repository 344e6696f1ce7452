import type { Milliseconds } from './milliseconds.ts';

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
