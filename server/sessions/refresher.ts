import type { IssuedTokens, SignInGateway } from '../cognito/sign-in.ts';
import { isStorageUnavailable } from '../db/driver/storage-error.ts';
import { PoolkeeperError } from '../errors.ts';
import { createRefreshLease, type Leased } from './refresh-lease.ts';
import type { SealedRow, SealedStore, Vault } from './vault.ts';

/** What a session must hold to be refreshed. */
export type Refreshable = Leased & {
  readonly sub: string;
  readonly username: string;
  readonly refreshToken: string;
  readonly deviceKey?: string | undefined;
  /** When new tokens are due, in milliseconds since the epoch. */
  readonly refreshAt: number;
};

/** Gives a session new tokens; undefined when it has ended instead. */
export type Refresh<Row, Content> = (row: Row, old: Content) => Promise<Content | undefined>;

type Parts<Row extends SealedRow, Content> = {
  readonly vault: Vault<Row, Content, SealedStore<Row>>;
  readonly signIn: Pick<SignInGateway, 'refresh' | 'revoke'>;
  /** What is kept of the new tokens; undefined when they are not good for a session any more. */
  readonly renew: (tokens: IssuedTokens, old: Content) => Promise<Content | undefined>;
  readonly now: () => number;
};

/** Milliseconds after which a pool is asked again that could not be reached. */
const retryAfter = 30_000;

/**
 * Makes the refreshing of tokens. However many requests wait for new ones, the pool is asked once;
 * between processes, the one that has the lease of the session asks, and the others take what it wrote.
 */
export function createRefresh<Row extends SealedRow, Content extends Refreshable>({
  vault,
  signIn,
  renew,
  now,
}: Parts<Row, Content>): Refresh<Row, Content> {
  const { store } = vault;
  const lease = createRefreshLease({ vault, now });
  /** New tokens that could not be stored, by the sealed content that they are to replace. */
  const unsaved = new Map<string, Content>();

  const revoke = async (refreshToken: string): Promise<void> => {
    // The session is gone from here in any case.
    if (refreshToken !== '') await signIn.revoke(refreshToken).catch(() => undefined);
  };

  /** The session as another process has left it; undefined when it was ended. */
  const reread = async (row: Row): Promise<Content | undefined> => {
    const present = await store.find(row.idHash);
    return present && present.sealed !== row.sealed ? vault.open(present) : undefined;
  };

  const endUnlessChanged = async (row: Row): Promise<Content | undefined> => {
    const other = await reread(row);
    if (other === undefined) await store.remove(row.idHash);
    return other;
  };

  const ask: Refresh<Row, Content> = async (row, old) => {
    let fresh: Content | undefined;
    try {
      const tokens = await signIn.refresh(old.refreshToken, old.username, old.deviceKey);
      fresh = await renew(tokens, old);
    } catch (error) {
      if (isFinal(error)) return endUnlessChanged(row);
      if (old.tokensExpireAt <= now()) {
        await lease.release(row, old);
        throw error;
      }
      const refreshAt = Math.min(now() + retryAfter, old.tokensExpireAt);
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
  const save = async (row: Row, fresh: Content): Promise<Content | undefined> => {
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

  const renewOrSave: Refresh<Row, Content> = async (row, old) => {
    const known = unsaved.get(row.sealed);
    if (known !== undefined) return known.refreshAt > now() ? save(row, known) : ask(row, known);
    const taken = await lease.take(row, old);
    return 'other' in taken ? taken.other : ask(taken.row, taken.content);
  };

  const refreshing = new Map<string, Promise<Content | undefined>>();
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
