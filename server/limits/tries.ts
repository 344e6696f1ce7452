import { createHmac, hkdfSync } from 'node:crypto';
import type { Database } from '../db/database.ts';
import { PoolkeeperError } from '../errors.ts';
import { createTryStore } from './try-store.ts';

/** Something that may be tried only so often a minute. */
export type Limited = { readonly name: string; readonly most: number };

/** A try that counts, until it is taken back. */
export interface Try {
  /** It was none: somebody signed in, or the pool was away. */
  takeBack(): Promise<void>;
}

/** Counts tries in the console's database, so that limits hold for all processes together. */
export interface Tries {
  /**
   * Counts a try before it is made, so that many at the same moment do not slip through together.
   *
   * @throws PoolkeeperError `too_many_sign_ins` (429) when one of the limits is reached
   */
  begin(limits: readonly Limited[]): Promise<Try>;
}

type Parts = {
  readonly database: Database;
  /** Newest first. */
  readonly secrets: readonly string[];
  readonly now: () => Date;
};

const minute = 60_000;

/** Names are kept as HMAC-SHA256 only: plain hashes of addresses could be looked up. */
export function createTries({ database, secrets, now }: Parts): Tries {
  const store = createTryStore(database);
  const key = Buffer.from(hkdfSync('sha256', secrets[0] ?? '', '', 'poolkeeper tries', 32));
  const keyOf = (name: string): string => createHmac('sha256', key).update(name).digest('hex');
  let cleansAt = 0;

  const cleanNowAndThen = async (time: number): Promise<void> => {
    if (time < cleansAt) return;
    cleansAt = time + minute;
    await store.removeEnded(time);
  };

  return {
    async begin(limits) {
      const time = now().getTime();
      await cleanNowAndThen(time);
      const keys = limits.map(({ name }) => keyOf(name));
      const counts = await store.add(keys, time, time + minute);
      let isTakenBack = false;
      const takeBack = async (): Promise<void> => {
        if (isTakenBack) return;
        isTakenBack = true;
        await store.takeBack([...counts].map(([key, { endsAt }]) => ({ key, endsAt })));
      };
      for (const [index, { most }] of limits.entries()) {
        const { count, endsAt } = counts.get(keys[index] ?? '') ?? { count: 0, endsAt: time };
        if (count <= most) continue;
        await takeBack();
        throw tooMany(Math.ceil((endsAt - time) / 1000));
      }
      return { takeBack };
    },
  };
}

function tooMany(retryAfter: number): PoolkeeperError {
  return new PoolkeeperError({
    code: 'too_many_sign_ins',
    status: 429,
    publicMessage: 'There were too many tries to sign in from here. Wait a minute, then try again.',
    retryAfter,
  });
}
