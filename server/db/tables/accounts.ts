import type { Milliseconds } from './milliseconds.ts';

/** A challenge of a sign-in to an application. The handle itself is not here: only its SHA-256. */
export type AccountHandleTable = {
  idHash: string;
  /** The application and the challenge, sealed with AES-256-GCM. */
  sealed: string;
  expiresAt: Milliseconds;
};

/** A user of an application whose tokens are kept here. The cookie's value is not here: only its SHA-256. */
export type AccountSessionTable = {
  idHash: string;
  /** Name of the application. */
  application: string;
  /** A keyed hash of the user's sub, to find all sessions of one person. */
  person: string;
  /** User and tokens, sealed with AES-256-GCM. */
  sealed: string;
  createdAt: Milliseconds;
  seenAt: Milliseconds;
  expiresAt: Milliseconds;
};
