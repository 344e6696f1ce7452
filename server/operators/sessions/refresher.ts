import type { IssuedTokens, SignInGateway } from '../../cognito/sign-in.ts';
import { isStorageUnavailable } from '../../db/driver/storage-error.ts';
import { PoolkeeperError } from '../../errors.ts';
import type { SessionContent } from './session-content.ts';
import type { SessionRow } from './session-store.ts';
import { sessionTimes } from './times.ts';
import type { Vault } from './vault.ts';

/** Gives a session new tokens; undefined when it has ended instead. */
export type Refresh = (row: SessionRow, old: SessionContent) => Promise<SessionContent | undefined>;

type Parts = {
  readonly vault: Vault;
  readonly signIn: Pick<SignInGateway, 'refresh' | 'revoke'>;
  /** What is kept of the new tokens; undefined when they give no role any more. */
  readonly renew: (
    tokens: IssuedTokens,
    old: SessionContent,
  ) => Promise<SessionContent | undefined>;
  readonly now: () => number;
};

/**
 * Makes the refreshing of tokens. However many requests wait for new ones, the pool is asked once;
 * between processes, the first to write wins and the others take what it wrote.
 */
export function createRefresh({ vault, signIn, renew, now }: Parts): Refresh {
  const { store } = vault;
  /** New tokens that could not be stored, by the sealed content that they are to replace. */
  const unsaved = new Map<string, SessionContent>();

  const revoke = async (refreshToken: string): Promise<void> => {
    // The session is gone from here in any case.
    if (refreshToken !== '') await signIn.revoke(refreshToken).catch(() => undefined);
  };

  /** The session as another process has left it; undefined when it was ended. */
  const reread = async (row: SessionRow): Promise<SessionContent | undefined> => {
    const present = await store.find(row.idHash);
    return present && present.sealed !== row.sealed ? vault.open(present) : undefined;
  };

  const endUnlessChanged = async (row: SessionRow): Promise<SessionContent | undefined> => {
    const other = await reread(row);
    if (other === undefined) await store.remove(row.idHash);
    return other;
  };

  const refresh: Refresh = async (row, old) => {
    let fresh: SessionContent | undefined;
    try {
      const tokens = await signIn.refresh(old.refreshToken, old.username, old.deviceKey);
      fresh = await renew(tokens, old);
    } catch (error) {
      if (isFinal(error)) return endUnlessChanged(row);
      if (old.tokensExpireAt <= now()) throw error;
      const refreshAt = Math.min(now() + sessionTimes.retry, old.tokensExpireAt);
      fresh = { ...old, refreshAt };
    }
    if (fresh === undefined || fresh.sub !== old.sub) {
      await store.remove(row.idHash);
      await revoke(old.refreshToken);
      return undefined;
    }
    return save(row, fresh);
  };

  /** What is read goes on while the storage takes no writes: the next request saves the tokens. */
  const save = async (
    row: SessionRow,
    fresh: SessionContent,
  ): Promise<SessionContent | undefined> => {
    try {
      const isSaved = await store.replace(row.idHash, row.sealed, vault.seal(row.idHash, fresh));
      unsaved.delete(row.sealed);
      if (isSaved) return fresh;
    } catch (error) {
      if (!isStorageUnavailable(error)) throw error;
      unsaved.set(row.sealed, fresh);
      return fresh;
    }
    const other = await reread(row);
    if (other === undefined) await revoke(fresh.refreshToken);
    return other;
  };

  const renewOrSave: Refresh = async (row, old) => {
    const known = unsaved.get(row.sealed);
    if (known === undefined) return refresh(row, old);
    return known.refreshAt > now() ? save(row, known) : refresh(row, known);
  };

  const refreshing = new Map<string, Promise<SessionContent | undefined>>();
  return (row, old) => {
    const running = refreshing.get(row.idHash);
    if (running) return running;
    const started = renewOrSave(row, old).finally(() => refreshing.delete(row.idHash));
    refreshing.set(row.idHash, started);
    return started;
  };
}

/** After these the refresh token will not work again, or must not. */
function isFinal(error: unknown): boolean {
  return (
    error instanceof PoolkeeperError &&
    (error.code === 'session_ended' || error.code === 'token_refused')
  );
}
