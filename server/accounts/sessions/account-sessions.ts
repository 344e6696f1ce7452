import { hasPassed } from '../../clock.ts';
import type { IssuedTokens, SignInGateway } from '../../cognito/sign-in.ts';
import { hashCookieValue, newCookieValue, type RandomBytes } from '../../crypto.ts';
import type { Database } from '../../db/database.ts';
import { unlessStorageIsAway } from '../../db/driver/storage-error.ts';
import { createRefresh } from '../../sessions/refresher.ts';
import { createVault } from '../../sessions/vault.ts';
import type { TokenVerifier } from '../../tokens/token-verifier.ts';
import { createPersonKeys } from './person-key.ts';
import { type AccountSessionContent, parseContent } from './session-content.ts';
import { type AccountSessionRow, createAccountSessionStore } from './session-store.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** How long things last, in milliseconds. */
export const accountSessionTimes = {
  /** Without a request for so long, a session ends. */
  idle: 7 * day,
  /** After so long, a session ends whatever happens; most refresh tokens last as long. */
  longest: 30 * day,
  /** So long before they end, tokens are replaced. */
  beforeExpiry: minute,
  /** A refresh that was asked for is done at most so often. */
  betweenRefreshes: minute / 6,
  /** The time of the last request is written at most so often. */
  seen: 60 * minute,
} as const;

/** A session whose tokens are valid at present. */
export type PresentSession = {
  readonly row: AccountSessionRow;
  readonly content: AccountSessionContent;
};

/** A session that is gone from here; `failure` says why its tokens are still valid at the pool, if they are. */
export type EndedAccountSession = {
  readonly content: AccountSessionContent;
  readonly failure: unknown;
};

/** Users of one application in cookie mode, whose tokens stay on the server. */
export interface AccountSessions {
  /**
   * Verifies the tokens and begins a session.
   *
   * @returns the value of the new cookie, and what the session holds
   * @throws PoolkeeperError what the verifier throws
   */
  create(
    tokens: IssuedTokens,
    way: AccountSessionContent['way'],
  ): Promise<{ readonly cookie: string; readonly content: AccountSessionContent }>;
  /**
   * The session of a cookie, with new tokens when these are due; undefined when it has ended.
   *
   * @throws PoolkeeperError `pool_unreachable` (503) when the tokens have expired and no new ones can be had
   */
  resolve(cookie: string): Promise<PresentSession | undefined>;
  /** The same with new tokens, as after a change of groups or attributes, at most every 10 seconds. */
  renew(cookie: string): Promise<PresentSession | undefined>;
  /** Ends the session first, then revokes its tokens. */
  end(cookie: string): Promise<EndedAccountSession | undefined>;
  /**
   * Ends every session of one person in all processes; their tokens as far as the pool can be reached.
   *
   * @param except `idHash` of a session that stays
   * @returns how many ended
   */
  endAllOf(sub: string, except?: string): Promise<number>;
}

type Parts = {
  readonly database: Database;
  /** Name of the application. */
  readonly application: string;
  /** Newest first. */
  readonly secrets: readonly string[];
  readonly signIn: Pick<SignInGateway, 'refresh' | 'revoke'>;
  readonly verifier: TokenVerifier;
  readonly now: () => Date;
  readonly randomBytes: RandomBytes;
};

/** Makes the sessions over the console's database. Several processes may share one. */
export function createAccountSessions(parts: Parts): AccountSessions {
  const { application, signIn, verifier, secrets, randomBytes } = parts;
  const vault = createVault({
    store: createAccountSessionStore(parts.database, application),
    secrets,
    randomBytes,
    purpose: `account session of ${application}`,
    parse: parseContent,
  });
  const { store, open, seal } = vault;
  const personKeys = createPersonKeys(secrets);
  const now = (): number => parts.now().getTime();
  let cleansAt = 0;

  const contentOf = async (
    tokens: IssuedTokens,
    kept: Pick<AccountSessionContent, 'way' | 'refreshToken'> & { readonly signedInAt?: number },
  ): Promise<AccountSessionContent> => {
    const { accessToken, idToken, deviceKey } = tokens;
    const { sub, username, expiresAt, signedInAt } = await verifier.verify(tokens);
    const tokensExpireAt = expiresAt.getTime();
    return {
      ...{ sub, username, accessToken, idToken, tokensExpireAt },
      ...(deviceKey !== undefined && { deviceKey }),
      refreshAt: tokensExpireAt - accountSessionTimes.beforeExpiry,
      refreshedAt: now(),
      signedInAt: Math.min(signedInAt.getTime(), now()),
      ...kept,
    };
  };

  const refresh = createRefresh<AccountSessionRow, AccountSessionContent>({
    vault,
    signIn,
    now,
    renew: (tokens, { refreshToken, signedInAt, way }) =>
      contentOf(tokens, { refreshToken: tokens.refreshToken ?? refreshToken, signedInAt, way }),
  });

  const find = async (cookie: string): Promise<AccountSessionRow | undefined> => {
    const idHash = hashCookieValue(cookie);
    return idHash === undefined ? undefined : store.find(idHash);
  };

  const resolve = async (
    cookie: string,
    isDue: (content: AccountSessionContent) => boolean,
  ): Promise<PresentSession | undefined> => {
    const row = await find(cookie);
    if (row === undefined) return undefined;
    const time = now();
    const content = open(row);
    const isWithoutTokens = content?.refreshToken === '' && content.tokensExpireAt <= time;
    if (content === undefined || isOver(row, time) || isWithoutTokens) {
      await unlessStorageIsAway(store.remove(row.idHash));
      return undefined;
    }
    const isRefreshed = content.refreshToken !== '' && isDue(content);
    const present = isRefreshed ? await refresh(row, content) : content;
    if (present === undefined) return undefined;
    if (hasPassed(row.seenAt, accountSessionTimes.seen, time)) {
      await unlessStorageIsAway(store.touch(row.idHash, time));
    }
    return { row, content: present };
  };

  const endRow = async (row: AccountSessionRow): Promise<EndedAccountSession | undefined> => {
    await store.remove(row.idHash);
    const content = open(row);
    if (content === undefined) return undefined;
    const revoked = content.refreshToken === '' || signIn.revoke(content.refreshToken);
    return Promise.resolve(revoked).then(
      () => ({ content, failure: undefined }),
      (failure: unknown) => ({ content, failure }),
    );
  };

  const isExpiring = ({ refreshAt }: AccountSessionContent): boolean => refreshAt <= now();

  return {
    async create(tokens, way) {
      const time = now();
      const content = await contentOf(tokens, {
        way,
        refreshToken: tokens.refreshToken ?? '',
        ...(way === 'direct' && { signedInAt: time }),
      });
      if (cleansAt <= time) {
        cleansAt = time + minute;
        await store.removeExpired(time);
      }
      const cookie = newCookieValue(randomBytes);
      const idHash = hashCookieValue(cookie) ?? '';
      await store.insert({
        idHash,
        person: personKeys(content.sub)[0],
        sealed: seal(idHash, content),
        createdAt: time,
        seenAt: time,
        expiresAt: time + accountSessionTimes.longest,
      });
      return { cookie, content };
    },
    resolve: (cookie) => resolve(cookie, isExpiring),
    renew: (cookie) => resolve(cookie, (content) => isExpiring(content) || isOlder(content, now())),
    async end(cookie) {
      const row = await find(cookie);
      return row && endRow(row);
    },
    async endAllOf(sub, except) {
      const rows = await store.listOf(personKeys(sub));
      const ended = rows.filter(({ idHash }) => idHash !== except);
      await Promise.all(ended.map(endRow));
      return ended.length;
    },
  };
}

function isOver({ expiresAt, seenAt }: AccountSessionRow, time: number): boolean {
  return expiresAt <= time || seenAt + accountSessionTimes.idle <= time;
}

/** Whether the tokens are not the ones of the last refresh that was asked for. */
function isOlder({ refreshedAt }: AccountSessionContent, time: number): boolean {
  return hasPassed(refreshedAt, accountSessionTimes.betweenRefreshes, time);
}
