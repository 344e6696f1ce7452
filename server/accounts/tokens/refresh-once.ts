import { createHash } from 'node:crypto';
import type { IssuedTokens, SignInGateway } from '../../cognito/sign-in.ts';

/** Refreshes and revokes tokens for programs that hold them. */
export interface RefreshOnce {
  /**
   * New tokens for a refresh token. Equal requests at the same moment share one call and its answer. Where
   * the pool rotates refresh tokens, a request that comes a few seconds later has the same answer too.
   *
   * @throws PoolkeeperError `session_ended` (401) when the refresh token is no longer valid
   */
  refresh(refreshToken: string, deviceKey?: string | undefined): Promise<IssuedTokens>;
  /** Revokes a refresh token and its access tokens. @throws PoolkeeperError as `SignInGateway.revoke` */
  revoke(refreshToken: string): Promise<void>;
}

type Parts = {
  readonly signIn: Pick<SignInGateway, 'refresh' | 'revoke'>;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
};

type Answer = { readonly tokens: IssuedTokens; readonly until: number };

/**
 * Milliseconds for which the answer to a replaced refresh token stays valid, for a retry after a lost
 * answer. It is as the pool's own grace period, which is at most 60 seconds.
 *
 * Source: Cognito developer guide, "Refresh token rotation".
 */
const gracePeriod = 10_000;
const mostAnswers = 1000;

/** Makes the refreshing in this process; several processes rely on the pool's own grace period. */
export function createRefreshOnce({ signIn, elapsed }: Parts): RefreshOnce {
  const underWay = new Map<string, Promise<IssuedTokens>>();
  /** In the order in which they end. */
  const answers = new Map<string, Answer>();

  const removeEnded = (): void => {
    for (const [key, { until }] of answers) {
      if (until > elapsed() && answers.size <= mostAnswers) return;
      answers.delete(key);
    }
  };

  const ask = async (key: string, token: string, device?: string): Promise<IssuedTokens> => {
    const tokens = await signIn.refresh(token, '', device);
    if (tokens.refreshToken !== undefined && tokens.refreshToken !== token) {
      answers.set(key, { tokens, until: elapsed() + gracePeriod });
    }
    return tokens;
  };

  return {
    async refresh(refreshToken, deviceKey) {
      removeEnded();
      const key = keyOf(refreshToken, deviceKey);
      const known = answers.get(key);
      if (known !== undefined) return known.tokens;
      const running = underWay.get(key);
      if (running !== undefined) return running;
      const started = ask(key, refreshToken, deviceKey).finally(() => underWay.delete(key));
      underWay.set(key, started);
      return started;
    },

    async revoke(refreshToken) {
      const ownKeys = [...answers].filter(([, { tokens }]) => tokens.refreshToken === refreshToken);
      for (const [key] of ownKeys) answers.delete(key);
      await signIn.revoke(refreshToken);
    },
  };
}

/** A hash, so that no token is kept longer than its answer. */
function keyOf(refreshToken: string, deviceKey = ''): string {
  return createHash('sha256').update(`${deviceKey} ${refreshToken}`).digest('base64url');
}
