import type { IssuedTokens, SignInGateway } from '../cognito/sign-in.ts';
import type { Database } from '../db/database.ts';
import { forbidden, PoolkeeperError } from '../errors.ts';
import type { Operator } from './operator.ts';
import { type GroupNames, roleOfGroups } from './role-of-groups.ts';
import {
  operatorOfSession,
  parseContent,
  type SessionContent,
} from './sessions/session-content.ts';
import {
  createSealer,
  hashCookieValue,
  newCookieValue,
  type RandomBytes,
} from './sessions/session-crypto.ts';
import { createSessionStore, type SessionRow } from './sessions/session-store.ts';
import type { TokenVerifier } from './token-verifier.ts';

const minute = 60_000;

/** How long things last, in milliseconds. */
export const sessionTimes = {
  /** Without a request for so long, a session ends. */
  idle: 30 * minute,
  /** After so long, a session ends whatever happens: one working day. */
  longest: 12 * 60 * minute,
  /** So often the pool is asked for new tokens: the longest that a withdrawn role still works. */
  roleCheck: 5 * minute,
  /** So long before they end, tokens are replaced. */
  beforeExpiry: minute,
  /** When the pool could not be reached, it is asked again after so long. */
  retry: minute / 2,
  /** The time of the last request is written at most so often. */
  seen: minute,
} as const;

/** Signed-in operators, kept on the server; the browser has a random cookie that names one. */
export interface Sessions {
  /**
   * Verifies the tokens and begins a session.
   *
   * @returns the operator and the value of the new cookie
   * @throws PoolkeeperError `not_an_operator` (403) for a member of none of the groups, whose tokens
   * are revoked, or what the verifier throws
   */
  create(tokens: IssuedTokens): Promise<{ readonly cookie: string; readonly operator: Operator }>;
  /**
   * The operator behind a cookie, with new tokens when these are due; undefined when the session
   * has ended.
   *
   * @throws PoolkeeperError `pool_unreachable` (503) when the tokens have ended and no new ones can
   * be had at the moment
   */
  resolve(cookie: string): Promise<Operator | undefined>;
  /** Ends the session first, then revokes its tokens; throws when only the latter failed. */
  end(cookie: string): Promise<Operator | undefined>;
}

type Parts = {
  readonly database: Database;
  /** Newest first. */
  readonly secrets: readonly string[];
  readonly signIn: SignInGateway;
  readonly verifier: TokenVerifier;
  readonly groups: GroupNames;
  readonly now: () => Date;
  readonly randomBytes: RandomBytes;
};

/** Makes the sessions over the console's database. Several processes may share one. */
export function createSessions(parts: Parts): Sessions {
  const { signIn, verifier, groups, randomBytes } = parts;
  const store = createSessionStore(parts.database);
  const sealer = createSealer(parts.secrets, randomBytes);
  const now = (): number => parts.now().getTime();
  const contextOf = (idHash: string): string => `session ${idHash}`;
  const seal = (idHash: string, content: SessionContent): string =>
    sealer.seal(JSON.stringify(content), contextOf(idHash));
  const open = (row: SessionRow): SessionContent | undefined =>
    parseContent(sealer.open(row.sealed, contextOf(row.idHash)));

  /** What a session keeps of tokens; undefined when they give no role. */
  const contentOf = async (
    tokens: IssuedTokens,
    refreshToken = tokens.refreshToken ?? '',
  ): Promise<SessionContent | undefined> => {
    const { expiresAt, groups: memberships, ...identity } = await verifier.verify(tokens);
    const role = roleOfGroups(memberships, groups);
    const tokensExpireAt = expiresAt.getTime();
    const refreshAt = Math.min(
      now() + sessionTimes.roleCheck,
      tokensExpireAt - sessionTimes.beforeExpiry,
    );
    return (
      role && {
        ...identity,
        role,
        refreshToken,
        tokensExpireAt,
        refreshAt,
        ...(tokens.deviceKey !== undefined && { deviceKey: tokens.deviceKey }),
      }
    );
  };

  const revoke = async (refreshToken: string): Promise<void> => {
    if (refreshToken !== '') await signIn.revoke(refreshToken);
  };

  /** The session as another process has left it; undefined when it was ended. */
  const reread = async (row: SessionRow): Promise<SessionContent | undefined> => {
    const present = await store.find(row.idHash);
    return present && present.sealed !== row.sealed ? open(present) : undefined;
  };

  const refresh = async (
    row: SessionRow,
    old: SessionContent,
  ): Promise<SessionContent | undefined> => {
    let fresh: SessionContent | undefined;
    try {
      const tokens = await signIn.refresh(old.refreshToken, old.username, old.deviceKey);
      fresh = await contentOf(tokens, tokens.refreshToken ?? old.refreshToken);
    } catch (error) {
      if (isFinal(error)) return endUnlessChanged(row);
      if (old.tokensExpireAt <= now()) throw error;
      const refreshAt = Math.min(now() + sessionTimes.retry, old.tokensExpireAt);
      fresh = { ...old, refreshAt };
    }
    if (fresh === undefined || fresh.sub !== old.sub) {
      await store.remove(row.idHash);
      await revoke(old.refreshToken).catch(ignore);
      return undefined;
    }
    if (await store.replace(row.idHash, row.sealed, seal(row.idHash, fresh))) return fresh;
    const other = await reread(row);
    if (other === undefined) await revoke(fresh.refreshToken).catch(ignore);
    return other;
  };

  const endUnlessChanged = async (row: SessionRow): Promise<SessionContent | undefined> => {
    const other = await reread(row);
    if (other === undefined) await store.remove(row.idHash);
    return other;
  };

  /** However many requests wait for new tokens, the pool is asked once. */
  const refreshing = new Map<string, Promise<SessionContent | undefined>>();
  const refreshOnce = (
    row: SessionRow,
    old: SessionContent,
  ): Promise<SessionContent | undefined> => {
    const running = refreshing.get(row.idHash);
    if (running) return running;
    const started = refresh(row, old).finally(() => refreshing.delete(row.idHash));
    refreshing.set(row.idHash, started);
    return started;
  };

  const find = async (cookie: string): Promise<SessionRow | undefined> => {
    const idHash = hashCookieValue(cookie);
    return (idHash && (await store.find(idHash))) || undefined;
  };

  return {
    async create(tokens) {
      const content = await contentOf(tokens);
      if (content === undefined) {
        await revoke(tokens.refreshToken ?? '').catch(ignore);
        throw notAnOperator();
      }
      const time = now();
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
      const isOver = row.expiresAt <= time || row.seenAt + sessionTimes.idle <= time;
      if (content === undefined || isOver) {
        await store.remove(row.idHash);
        return undefined;
      }
      if (content.refreshToken === '' && content.tokensExpireAt <= time) {
        await store.remove(row.idHash);
        return undefined;
      }
      if (content.refreshToken !== '' && content.refreshAt <= time) {
        content = await refreshOnce(row, content);
        if (content === undefined) return undefined;
      }
      if (row.seenAt + sessionTimes.seen <= time) await store.touch(row.idHash, time);
      return operatorOfSession(content, row.idHash);
    },

    async end(cookie) {
      const row = await find(cookie);
      if (row === undefined) return undefined;
      await store.remove(row.idHash);
      const content = open(row);
      await revoke(content?.refreshToken ?? '');
      return content && operatorOfSession(content, row.idHash);
    },
  };
}

/** After these the refresh token will not work again, or must not. */
function isFinal(error: unknown): boolean {
  return (
    error instanceof PoolkeeperError &&
    (error.code === 'session_ended' || error.code === 'token_refused')
  );
}

function notAnOperator(): PoolkeeperError {
  return forbidden(
    'not_an_operator',
    'Your username and password are right, but your account is in none of the groups that may use this console. An administrator of the pool can add you to one.',
  );
}

/** For a revocation that nobody waits for: the session is gone from here in any case. */
function ignore(): void {}
