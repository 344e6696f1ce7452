import type { Role } from './permissions.ts';

/** The signed-in person behind a request, taken from verified tokens only. */
export type Operator = {
  readonly sub: string;
  readonly username: string;
  /** Shown in the page's corner; the username where the pool knows no e-mail. */
  readonly displayName: string;
  readonly role: Role;
  /** Identifies the session in the audit without being able to resume it. */
  readonly sessionId: string;
};
