import { hasPassed, isAhead } from '../clock.ts';
import type { IssuedTokens, SignInGateway } from '../cognito/sign-in.ts';
import { hashCookieValue, newCookieValue, type RandomBytes } from '../crypto.ts';
import type { Database } from '../db/database.ts';
import { unlessStorageIsAway } from '../db/driver/storage-error.ts';
import { forbidden, PoolkeeperError } from '../errors.ts';
import { createRefresh } from '../sessions/refresher.ts';
import { createVault } from '../sessions/vault.ts';
import { clockTolerance, type TokenVerifier } from '../tokens/token-verifier.ts';
import type { Operator } from './operator.ts';
import { type GroupNames, roleOfGroups } from './role-of-groups.ts';
import { type OpenSession, openSessionOf } from './sessions/open-session.ts';
import {
  operatorOfSession,
  parseContent,
  type SessionContent,
  sessionIdOf,
} from './sessions/session-content.ts';
import { createSessionStore, type SessionRow } from './sessions/session-store.ts';
import { sessionTimes } from './sessions/times.ts';

export { sessionTimes } from './sessions/times.ts';

/** A session that is gone from here; `failure` says why its tokens live on at the pool, if they do. */
export type EndedSession = { readonly session: OpenSession; readonly failure: unknown };

/** How a session began. */
export type Beginning = Pick<SessionContent, 'way' | 'address' | 'browser'>;

/** Signed-in operators, kept on the server; the browser has a random cookie that names one. */
export interface Sessions {
  /**
   * Verifies the tokens and begins a session. Its sign-in time is now for a password checked by the
   * console itself; for managed login, which has sessions of its own, it is the `auth_time` of the ID
   * token.
   *
   * @param notBefore the sign-in must be this recent, within the tolerated clock difference
   * @returns the operator and the value of the new cookie
   * @throws PoolkeeperError `sign_in_too_old` (401) for an earlier sign-in and `not_an_operator`
   * (403) for a member of none of the groups, whose tokens are revoked, or what the verifier throws
   *
   * Source: OpenID Connect Core 1.0, 2 and 3.1.3.7 (`auth_time`).
   */
  create(
    tokens: IssuedTokens,
    beginning: Beginning,
    notBefore?: Date,
  ): Promise<{ readonly cookie: string; readonly operator: Operator }>;
  /**
   * The operator behind a cookie, with new tokens when these are due; undefined when the session
   * has ended.
   *
   * @throws PoolkeeperError `pool_unreachable` (503) when the tokens have ended and no new ones can
   * be had at the moment
   */
  resolve(cookie: string): Promise<Operator | undefined>;
  /** Whether a cookie's session goes on; looking does not count as using it. */
  isOpen(cookie: string): Promise<boolean>;
  /** Ends the session first, then revokes its tokens. */
  end(cookie: string): Promise<EndedSession | undefined>;
  /** All sessions that are open now, the one used last first. */
  list(): Promise<readonly OpenSession[]>;
  /** Ends an open session of whomever; undefined when there is none of this id. */
  endById(sessionId: string): Promise<EndedSession | undefined>;
  /**
   * Ends every session of one person, in all processes at once; their tokens as far as the pool can be
   * reached.
   *
   * @param except id of a session that goes on
   * @returns how many ended
   */
  endAllOf(sub: string, except?: string): Promise<number>;
}

type Parts = {
  readonly database: Database;
  /** Newest first. */
  readonly secrets: readonly string[];
  readonly signIn: Pick<SignInGateway, 'refresh' | 'revoke'>;
  readonly verifier: TokenVerifier;
  readonly groups: GroupNames;
  readonly now: () => Date;
  readonly randomBytes: RandomBytes;
};

/** Makes the sessions over the console's database. Several processes may share one. */
export function createSessions(parts: Parts): Sessions {
  const { signIn, verifier, groups, randomBytes } = parts;
  const vault = createVault({
    store: createSessionStore(parts.database),
    secrets: parts.secrets,
    randomBytes,
    purpose: 'session',
    parse: parseContent,
  });
  const { store, open, seal } = vault;
  const now = (): number => parts.now().getTime();

  /** What a session keeps of tokens; undefined when they give no role. */
  const contentOf = async (
    tokens: IssuedTokens,
    kept: Beginning & Pick<SessionContent, 'refreshToken'> & { readonly signedInAt?: number },
  ): Promise<SessionContent | undefined> => {
    const verified = await verifier.verify(tokens);
    const { expiresAt, groups: memberships, signedInAt: authTime, ...identity } = verified;
    const role = roleOfGroups(memberships, groups);
    if (role === undefined) return undefined;
    const tokensExpireAt = expiresAt.getTime();
    const refreshAt = Math.min(
      now() + sessionTimes.roleCheck,
      tokensExpireAt - sessionTimes.beforeExpiry,
    );
    const device = tokens.deviceKey === undefined ? {} : { deviceKey: tokens.deviceKey };
    const signedInAt = kept.signedInAt ?? Math.min(authTime.getTime(), now());
    return { ...kept, ...identity, ...device, role, tokensExpireAt, refreshAt, signedInAt };
  };

  const refresh = createRefresh({
    vault,
    signIn,
    now,
    renew: (tokens, { refreshToken, signedInAt, way, address, browser }) =>
      contentOf(tokens, {
        refreshToken: tokens.refreshToken ?? refreshToken,
        signedInAt,
        way,
        address,
        browser,
      }),
  });

  const revoke = async (refreshToken = ''): Promise<void> => {
    if (refreshToken !== '') await signIn.revoke(refreshToken);
  };

  const find = async (cookie: string): Promise<SessionRow | undefined> => {
    const idHash = hashCookieValue(cookie);
    return (idHash && (await store.find(idHash))) || undefined;
  };

  const endRow = async (row: SessionRow): Promise<EndedSession | undefined> => {
    await store.remove(row.idHash);
    const content = open(row);
    if (content === undefined) return undefined;
    const session = openSessionOf(row, content);
    return revoke(content.refreshToken).then(
      () => ({ session, failure: undefined }),
      (failure: unknown) => ({ session, failure }),
    );
  };

  const openRows = (): Promise<readonly SessionRow[]> => {
    const time = now();
    return store.list(time, time - sessionTimes.idle);
  };

  return {
    async create(tokens, beginning, notBefore) {
      const time = now();
      const content = await contentOf(tokens, {
        ...beginning,
        refreshToken: tokens.refreshToken ?? '',
        ...(beginning.way === 'direct' && { signedInAt: time }),
      });
      const refusal = content === undefined ? notAnOperator() : refusalOfAge(content, notBefore);
      if (content === undefined || refusal !== undefined) {
        await revoke(tokens.refreshToken).catch(() => undefined);
        throw refusal;
      }
      await store.removeEnded(time, time - sessionTimes.idle);
      const cookie = newCookieValue(randomBytes);
      const idHash = hashCookieValue(cookie) ?? '';
      await store.insert({
        idHash,
        sealed: seal(idHash, content),
        createdAt: time,
        seenAt: time,
        expiresAt: time + sessionTimes.longest,
      });
      return { cookie, operator: operatorOfSession(content, idHash) };
    },

    async resolve(cookie) {
      const row = await find(cookie);
      if (row === undefined) return undefined;
      const time = now();
      let content = open(row);
      const hasNoTokens = content?.refreshToken === '' && content.tokensExpireAt <= time;
      if (content === undefined || isOver(row, time) || hasNoTokens) {
        await unlessStorageIsAway(store.remove(row.idHash));
        return undefined;
      }
      if (content.refreshToken !== '' && isRefreshDue(content, time)) {
        content = await refresh(row, content);
        if (content === undefined) return undefined;
      }
      if (hasPassed(row.seenAt, sessionTimes.seen, time)) {
        await unlessStorageIsAway(store.touch(row.idHash, time));
      }
      return operatorOfSession(content, row.idHash);
    },

    async isOpen(cookie) {
      const row = await find(cookie);
      return row !== undefined && !isOver(row, now());
    },

    async end(cookie) {
      const row = await find(cookie);
      return row && endRow(row);
    },

    async list() {
      return (await openRows()).flatMap((row) => {
        const content = open(row);
        return content ? [openSessionOf(row, content)] : [];
      });
    },

    async endById(sessionId) {
      const row = (await openRows()).find(({ idHash }) => sessionIdOf(idHash) === sessionId);
      return row && endRow(row);
    },

    async endAllOf(sub, except) {
      const rows = (await openRows()).filter(
        (row) => open(row)?.sub === sub && sessionIdOf(row.idHash) !== except,
      );
      await Promise.all(rows.map(endRow));
      return rows.length;
    },
  };
}

/** Also for a time that only a clock further ahead can have set. */
function isRefreshDue({ refreshAt }: SessionContent, time: number): boolean {
  return refreshAt <= time || isAhead(refreshAt, time + sessionTimes.roleCheck);
}

function isOver({ expiresAt, seenAt }: SessionRow, time: number): boolean {
  return expiresAt <= time || seenAt + sessionTimes.idle <= time;
}

/** Undefined for a sign-in that is recent enough. */
function refusalOfAge(
  { signedInAt }: SessionContent,
  notBefore: Date | undefined,
): PoolkeeperError | undefined {
  if (notBefore === undefined) return undefined;
  if (signedInAt + clockTolerance * 1000 >= notBefore.getTime()) return undefined;
  return new PoolkeeperError({
    code: 'sign_in_too_old',
    status: 401,
    publicMessage:
      "The pool's own page did not ask you to sign in again. Start again, and enter your password there.",
  });
}

/** The error for somebody who is known to the pool and has no business here. */
export function notAnOperator(): PoolkeeperError {
  return forbidden(
    'not_an_operator',
    'You are who you say, but your account is in none of the groups that may use this console. An administrator of the pool can add you to one.',
  );
}
