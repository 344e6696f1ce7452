import { hasCode, notSignedIn, sessionEnded } from '../errors.ts';
import type { Storage } from '../storage/storage.ts';
import type { Transport } from '../transport.ts';
import type { Emitter } from './events.ts';
import { type SessionStore, type StoredSession, toSession } from './store.ts';

type Parts = {
  readonly transport: Transport;
  readonly storage: Storage;
  readonly store: SessionStore;
  readonly events: Emitter;
  /** Milliseconds. */
  readonly now: () => number;
  /** Milliseconds before the end of a token from which it is refreshed. */
  readonly leeway: number;
};

export type SessionKeeper = {
  /**
   * The session with an access token that is valid for some seconds at least, refreshed if it must be.
   * Calls at the same moment, in other tabs too, share one refresh.
   *
   * @param refused the access token that a server did not accept, so that it is replaced
   * @throws ClientError `not_signed_in`, `session_ended`
   */
  fresh(refused?: string): Promise<StoredSession>;
  /** Refreshes although the token is still valid. */
  refresh(): Promise<StoredSession>;
  /**
   * Runs an operation with a fresh access token, and once more with another one if it is refused.
   *
   * @throws ClientError `not_signed_in`, `session_ended`, and what the operation throws
   */
  withToken<Result>(run: (accessToken: string | undefined) => Promise<Result>): Promise<Result>;
  /** Forgets a session that a server says is over. */
  expire(session: StoredSession): Promise<void>;
};

/** Makes what hands out access tokens and replaces them in time. */
export function createSessionKeeper(parts: Parts): SessionKeeper {
  const { transport, storage, store, events, now, leeway } = parts;
  let running: Promise<StoredSession> | undefined;

  const required = async (): Promise<StoredSession> => {
    const session = await store.read();
    if (session !== undefined) return session;
    // The cookie may be there all the same, after a reload or managed login.
    if (!transport.hasTokens) return { username: '', expiresAt: 0 };
    throw notSignedIn();
  };

  const expire = async (session: StoredSession): Promise<void> => {
    const stored = await store.read();
    if (stored === undefined || stored.accessToken !== session.accessToken) return;
    await store.clear();
    events.emit('expired', { username: session.username });
  };

  const replace = async (stale: string | undefined): Promise<StoredSession> => {
    const session = await required();
    // Another tab has done it while this one waited for the lock.
    if (session.accessToken !== stale) return session;
    if (session.refreshToken === undefined && transport.hasTokens) {
      await expire(session);
      throw sessionEnded();
    }
    try {
      const tokens = await transport.refresh(session.refreshToken, session.deviceKey);
      // Signed out meanwhile: the new tokens are not kept.
      if ((await store.read())?.refreshToken !== session.refreshToken) throw notSignedIn();
      const refreshed = toSession(tokens, session, now());
      await store.write(refreshed);
      events.emit('refreshed', { username: refreshed.username });
      return refreshed;
    } catch (error) {
      if (hasCode(error, 'session_ended')) await expire(session);
      throw error;
    }
  };

  const replaceOnce = (stale: string | undefined): Promise<StoredSession> => {
    const work = (): Promise<StoredSession> => replace(stale);
    running ??= (storage.lock?.(store.key, work) ?? work()).finally(() => {
      running = undefined;
    });
    return running;
  };

  const fresh: SessionKeeper['fresh'] = async (refused) => {
    const session = await required();
    if (!transport.hasTokens) return session;
    const isOver = session.expiresAt - leeway <= now();
    const isRefused = refused !== undefined && refused === session.accessToken;
    return isOver || isRefused ? replaceOnce(session.accessToken) : session;
  };

  return {
    fresh,
    refresh: async () => replaceOnce((await required()).accessToken),
    expire,
    async withToken(run) {
      const session = await fresh();
      try {
        return await run(session.accessToken);
      } catch (error) {
        if (!hasCode(error, 'token_refused', 'token_revoked', 'not_signed_in', 'session_ended')) {
          throw error;
        }
        if (transport.hasTokens) return run((await fresh(session.accessToken)).accessToken);
        await expire(session);
        throw error;
      }
    },
  };
}
