import { timingSafeEqual } from 'node:crypto';
import type { SandboxContext } from '../context.ts';
import type { UserPool } from '../pools/pool.ts';
import {
  type BrowserSession,
  deleteBrowserSession,
  findBrowserSession,
  insertBrowserSession,
} from '../tokens/sessions/browser-session-store.ts';
import type { HttpRequest } from '../wire/route.ts';

const sessionCookie = 'cognito';
const formCookie = 'XSRF-TOKEN';
const lifetimeSeconds = 3600;
const attributes = 'Path=/; HttpOnly; SameSite=Lax';

/** Returns the browser session that a request's cookie names, or undefined. */
export function readBrowserSession(
  context: SandboxContext,
  pool: UserPool,
  request: HttpRequest,
): BrowserSession | undefined {
  const secret = readCookie(request, cookieName(pool));
  return secret === undefined ? undefined : findBrowserSession(context, idOf(context, secret));
}

/** Opens a browser session that lasts an hour. Only a keyed hash of its cookie is stored. */
export function openBrowserSession(
  context: SandboxContext,
  pool: UserPool,
  session: Pick<BrowserSession, 'userKey' | 'clientKey' | 'eventId' | 'ipAddress' | 'userAgent'>,
): { session: BrowserSession; cookie: string } {
  const secret = context.random.bytes(32).toString('base64url');
  const now = context.clock().getTime();
  const opened: BrowserSession = {
    ...session,
    id: idOf(context, secret),
    authTime: Math.floor(now / 1000),
    created: now,
    lastActive: now,
    expires: now + lifetimeSeconds * 1000,
  };
  insertBrowserSession(context, opened);
  const cookie = `${cookieName(pool)}=${secret}; Max-Age=${lifetimeSeconds}; ${attributes}`;
  return { session: opened, cookie };
}

/** Ends the browser session of a request, if any, and returns the cookie that clears it. */
export function closeBrowserSession(
  context: SandboxContext,
  pool: UserPool,
  request: HttpRequest,
): string {
  const secret = readCookie(request, cookieName(pool));
  if (secret !== undefined) deleteBrowserSession(context, idOf(context, secret));
  return `${cookieName(pool)}=; Max-Age=0; ${attributes}`;
}

/** Returns the token that a form carries and the cookie that vouches for it, so that no other site can post it. */
export function formToken(
  context: SandboxContext,
  request: HttpRequest,
): { token: string; cookie: string } {
  const token = readCookie(request, formCookie) ?? context.random.bytes(24).toString('base64url');
  return { token, cookie: `${formCookie}=${token}; ${attributes}` };
}

/** Whether a posted form carries the token that its cookie vouches for. */
export function isFormTokenRight(request: HttpRequest, given: string | null): boolean {
  const expected = Buffer.from(readCookie(request, formCookie) ?? '');
  const token = Buffer.from(given ?? '');
  return token.length > 0 && token.length === expected.length && timingSafeEqual(token, expected);
}

/** One cookie a pool: a real pool has a domain of its own. */
function cookieName(pool: UserPool): string {
  return `${sessionCookie}-${pool.id}`;
}

function idOf(context: SandboxContext, secret: string): string {
  return context.secrets.hash('browser-session', secret).toString('base64url');
}

function readCookie({ headers }: HttpRequest, name: string): string | undefined {
  for (const part of (headers.cookie?.toString() ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value) return value;
  }
  return undefined;
}
