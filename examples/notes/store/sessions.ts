import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TotpSetup } from '../../../client/src/index.ts';

/** A sign-in that waits for an answer. */
export type Pending = {
  /** The step as JSON, which `client.resume` continues. */
  readonly step: string;
  readonly username: string;
  /** Whether this browser stands in for the second factor from now on. */
  readonly trusts: boolean;
  /** Where the user was going. */
  readonly next: string;
};

/** What the server keeps between the requests of one browser. */
export type Session = {
  /** What the client stores: tokens and refresh token. */
  readonly values: Map<string, string>;
  /** What the client stores of devices. Those of a trusted browser are in its cookie too. */
  readonly devices: Map<string, string>;
  /** Who is signed in, once they are. */
  username?: string;
  pending?: Pending | undefined;
  /** An authenticator app that is being set up. */
  totp?: TotpSetup | undefined;
};

const longestSession = 12 * 60 * 60 * 1000;
const mostSessions = 10_000;
const mostDevices = 4;
const yearInSeconds = 365 * 24 * 60 * 60;

/**
 * Sessions in memory behind a random cookie that scripts cannot read. An application on several machines
 * keeps them in a database instead.
 *
 * @param isHttps whether browsers come by HTTPS, so that cookies travel by it only
 */
export function createSessions({ isHttps }: { readonly isHttps: boolean }) {
  const sessions = new Map<string, { readonly session: Session; readonly ends: number }>();
  const prefix = isHttps ? '__Host-' : '';
  const [sessionCookie, deviceCookie] = [`${prefix}notes_session`, `${prefix}notes_device`];
  const rules = { path: '/', httpOnly: true, secure: isHttps, sameSite: 'lax' } as const;

  function of({ cookies }: FastifyRequest): Session | undefined {
    const kept = sessions.get(cookies[sessionCookie] ?? '');
    return kept !== undefined && kept.ends > Date.now() ? kept.session : undefined;
  }

  function end({ cookies }: FastifyRequest, reply: FastifyReply): void {
    sessions.delete(cookies[sessionCookie] ?? '');
    reply.clearCookie(sessionCookie, rules);
  }

  function forget(reply: FastifyReply): void {
    reply.clearCookie(deviceCookie, rules);
  }

  return {
    of,
    end,
    /** A session that no cookie names yet, with the devices that this browser is, if it was trusted once. */
    create: ({ cookies }: FastifyRequest): Session => ({
      values: new Map(),
      devices: devicesIn(cookies[deviceCookie]),
    }),
    /** Begins a session under a new name, so that a name known before the sign-in is worth nothing. */
    begin(request: FastifyRequest, reply: FastifyReply, session: Session): void {
      sessions.delete(request.cookies[sessionCookie] ?? '');
      for (const oldest of sessions.keys()) {
        if (sessions.size < mostSessions) break;
        sessions.delete(oldest);
      }
      const id = randomBytes(32).toString('base64url');
      sessions.set(id, { session, ends: Date.now() + longestSession });
      reply.setCookie(sessionCookie, id, rules);
    },
    /** Ends every session of a user, in every browser. */
    endAll(username: string): void {
      for (const [id, { session }] of sessions) {
        if (session.username === username) sessions.delete(id);
      }
    },
    /**
     * Stores the devices of a trusted browser in its cookie, so that they outlive the session. Of another,
     * only those that the cookie has already and the pool still accepts.
     */
    saveDevices(
      { cookies }: FastifyRequest,
      reply: FastifyReply,
      { devices }: Session,
      trusts: boolean,
    ): void {
      const before = devicesIn(cookies[deviceCookie]);
      const saved = [...devices].filter(([name, device]) => trusts || before.get(name) === device);
      const value = JSON.stringify(saved.slice(-mostDevices));
      if (saved.length === 0) forget(reply);
      else reply.setCookie(deviceCookie, value, { ...rules, maxAge: yearInSeconds });
    },
    forget,
  };
}

export type Sessions = ReturnType<typeof createSessions>;

/** The devices in a cookie; none if it cannot be read. */
function devicesIn(cookie = '[]'): Map<string, string> {
  try {
    const entries: unknown = JSON.parse(cookie);
    return new Map(Array.isArray(entries) ? entries.filter(isEntry) : []);
  } catch {
    return new Map();
  }
}

function isEntry(entry: unknown): entry is [string, string] {
  return (
    Array.isArray(entry) && entry.length === 2 && entry.every((part) => typeof part === 'string')
  );
}
