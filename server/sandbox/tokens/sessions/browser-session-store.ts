import type { SandboxContext } from '../../context.ts';
import { number, type Row, text } from '../../store/row.ts';

/** A browser that is signed in to managed login, by its cookie. */
export interface BrowserSession {
  id: string;
  userKey: number;
  clientKey: number;
  /** Seconds since 1970. */
  authTime: number;
  /** The sign-in that opened it. */
  eventId: string;
  /** Milliseconds since 1970, as the next two. */
  created: number;
  lastActive: number;
  expires: number;
  ipAddress: string;
  userAgent: string;
}

/** Adds a browser session and forgets those that have expired. */
export function insertBrowserSession(context: SandboxContext, session: BrowserSession): void {
  context.database.run('DELETE FROM browser_sessions WHERE expires < ?', context.clock().getTime());
  context.database.run(
    `INSERT INTO browser_sessions (id, user_key, client_key, auth_time, event_id, created,
       last_active, expires, ip_address, user_agent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    session.id,
    session.userKey,
    session.clientKey,
    session.authTime,
    session.eventId,
    session.created,
    session.lastActive,
    session.expires,
    session.ipAddress,
    session.userAgent,
  );
}

/** Returns a browser session that has not expired, or undefined. */
export function findBrowserSession(
  context: SandboxContext,
  id: string,
): BrowserSession | undefined {
  const row = context.database.get(
    'SELECT * FROM browser_sessions WHERE id = ? AND expires > ?',
    id,
    context.clock().getTime(),
  );
  return row && toBrowserSession(row);
}

/** Returns a user's browser sessions that have not expired. */
export function listBrowserSessions(context: SandboxContext, userKey: number): BrowserSession[] {
  return context.database
    .all(
      'SELECT * FROM browser_sessions WHERE user_key = ? AND expires > ? ORDER BY created DESC',
      userKey,
      context.clock().getTime(),
    )
    .map(toBrowserSession);
}

/** Ends a browser session. */
export function deleteBrowserSession(context: SandboxContext, id: string): void {
  context.database.run('DELETE FROM browser_sessions WHERE id = ?', id);
}

function toBrowserSession(row: Row): BrowserSession {
  return {
    id: text(row, 'id'),
    userKey: number(row, 'user_key'),
    clientKey: number(row, 'client_key'),
    authTime: number(row, 'auth_time'),
    eventId: text(row, 'event_id'),
    created: number(row, 'created'),
    lastActive: number(row, 'last_active'),
    expires: number(row, 'expires'),
    ipAddress: text(row, 'ip_address'),
    userAgent: text(row, 'user_agent'),
  };
}
