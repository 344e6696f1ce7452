import { setTimeout as pause } from 'node:timers/promises';
import { hasPassed } from '../clock.ts';
import { isStorageUnavailable } from '../db/driver/storage-error.ts';
import type { SealedRow, SealedStore, Vault } from './vault.ts';

export type Leased = {
  /** When the access or ID token expires. */
  readonly tokensExpireAt: number;
  /** While a process refreshes the tokens: until when, at most. All are milliseconds since the epoch. */
  readonly leasedUntil?: number | undefined;
};

/** The row to work on, or what another process made of the session: undefined when it has ended. */
type Taken<Row, Content> =
  | { readonly row: Row; readonly content: Content }
  | { readonly other: Content | undefined };

/** Lets one process at a time refresh a session, since a rotated refresh token works only once. */
interface RefreshLease<Row, Content> {
  /**
   * Takes the lease, or waits for the process that has it. While the present tokens are still valid, there
   * is no wait: they are what the other process leaves.
   */
  take(row: Row, content: Content): Promise<Taken<Row, Content>>;
  /** Gives the lease back after a failure, so that the next request can try again. */
  release(row: Row, content: Content): Promise<void>;
}

type Parts<Row extends SealedRow, Content> = {
  readonly vault: Vault<Row, Content, SealedStore<Row>>;
  readonly now: () => number;
};

/** Milliseconds; longer than a call with all its retries takes. */
const duration = 45_000;
const lookEvery = 50;

/** Makes the lease, which is a part of the sealed content: whoever replaces that first has it. */
export function createRefreshLease<Row extends SealedRow, Content extends Leased>({
  vault,
  now,
}: Parts<Row, Content>): RefreshLease<Row, Content> {
  const { store, seal, open } = vault;

  const isTaken = ({ leasedUntil }: Content): boolean =>
    leasedUntil !== undefined && !hasPassed(leasedUntil - duration, duration, now());

  const take = async (row: Row, content: Content): Promise<Taken<Row, Content>> => {
    if (isTaken(content)) {
      if (content.tokensExpireAt > now()) return { other: content };
      await pause(lookEvery);
      return reread(row, content);
    }
    const leased = { ...content, leasedUntil: now() + duration };
    const sealed = seal(row.idHash, leased);
    try {
      const isOurs = await store.replace(row.idHash, row.sealed, sealed);
      return isOurs ? { row: { ...row, sealed }, content } : await reread(row, content);
    } catch (error) {
      // Without storage there is no lease, and no other process could store its tokens either.
      if (!isStorageUnavailable(error)) throw error;
      return { row, content };
    }
  };

  const reread = async (row: Row, content: Content): Promise<Taken<Row, Content>> => {
    const present = await store.find(row.idHash);
    if (present === undefined) return { other: undefined };
    if (present.sealed === row.sealed) return take(row, content);
    const other = open(present);
    return other !== undefined && isTaken(other) ? take(present, other) : { other };
  };

  return {
    take,
    async release(row, content) {
      const sealed = seal(row.idHash, { ...content, leasedUntil: undefined });
      await store.replace(row.idHash, row.sealed, sealed).catch((error: unknown) => {
        if (!isStorageUnavailable(error)) throw error;
      });
    },
  };
}
