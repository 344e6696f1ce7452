import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { UserTokens } from '../../../server/accounts/plugin.ts';
import type { Challenge, KnownDevice, TotpSetup } from '../account-api/answers.ts';

/** A sign-in that waits for an answer. */
export type Pending = {
  readonly challenge: Challenge;
  readonly username: string;
  /** Whether this browser stands in for the second factor from now on. */
  readonly trusts: boolean;
  /** Where the user was going. */
  readonly next: string;
  /** The device that the sign-in was begun with. */
  readonly device?: KnownDevice | undefined;
};

/** What the server keeps between the requests of one browser. */
export type Session = {
  /** Who is signed in, once they are. */
  sub?: string | undefined;
  tokens?: UserTokens | undefined;
  /** The device that the tokens belong to, which a refresh has to name. */
  deviceKey?: string | undefined;
  pending?: Pending;
  /** An authenticator app that is being set up. */
  totp?: TotpSetup | undefined;
};

const longestSession = 12 * 60 * 60 * 1000;
const mostSessions = 10_000;
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

  return {
    of,
    end,
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
    endAll(sub: string): void {
      for (const [id, { session }] of sessions) if (session.sub === sub) sessions.delete(id);
    },
    /** The device that this browser is for a user, if it was trusted once. */
    deviceOf({ cookies }: FastifyRequest, username: string): KnownDevice | undefined {
      const [owner, key, groupKey, password] = partsOf(cookies[deviceCookie]);
      if (owner !== username || !key || !groupKey || !password) return undefined;
      return { key, groupKey, password };
    },
    trust(reply: FastifyReply, username: string, { key, groupKey, password }: KnownDevice): void {
      const parts = [username, key, groupKey, password].map((part) => encodeURIComponent(part));
      reply.setCookie(deviceCookie, parts.join('&'), { ...rules, maxAge: yearInSeconds });
    },
    forget(reply: FastifyReply): void {
      reply.clearCookie(deviceCookie, rules);
    },
  };
}

export type Sessions = ReturnType<typeof createSessions>;

function partsOf(cookie: string | undefined): readonly string[] {
  try {
    return (cookie ?? '').split('&').map(decodeURIComponent);
  } catch {
    return [];
  }
}
