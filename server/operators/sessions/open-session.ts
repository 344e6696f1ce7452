import { type SessionContent, sessionIdOf } from './session-content.ts';
import type { SessionRow } from './session-store.ts';

/** A session as its owner, or an administrator, may see it: nothing that could resume it. */
export type OpenSession = Pick<
  SessionContent,
  'sub' | 'username' | 'displayName' | 'role' | 'way' | 'address' | 'browser'
> & {
  readonly sessionId: string;
  readonly signedInAt: Date;
  readonly seenAt: Date;
  readonly expiresAt: Date;
};

export function openSessionOf(row: SessionRow, content: SessionContent): OpenSession {
  const { sub, username, displayName, role, way, address, browser } = content;
  return {
    ...{ sub, username, displayName, role, way, address, browser },
    sessionId: sessionIdOf(row.idHash),
    signedInAt: new Date(content.signedInAt),
    seenAt: new Date(row.seenAt),
    expiresAt: new Date(row.expiresAt),
  };
}
