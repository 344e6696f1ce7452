import { hasCode, notSignedIn, notSupported } from '../errors.ts';
import type { ClientOptions } from '../options.ts';
import { type Claims, claimsOf, refusedToken } from '../tokens/claims.ts';
import { type Jwks, verifyToken } from '../tokens/verify.ts';
import type { CheckedSession, Transport } from '../transport.ts';
import type { SessionKeeper } from './session.ts';
import type { SessionStore, StoredSession } from './store.ts';

type Parts = {
  readonly options: ClientOptions;
  readonly keeper: SessionKeeper;
  readonly store: SessionStore;
  readonly transport: Transport;
  readonly now: () => number;
};

export type CheckedToken = {
  readonly state: 'valid' | 'refreshed' | 'over';
  /** Code of the error, for a session that is over. */
  readonly reason?: string;
};

/** What tokens are verified with where the client does not know it already, or differently. */
export type VerifySettings = {
  readonly userPoolId?: string;
  readonly clientId?: string;
  readonly jwks?: Jwks;
  /** Seconds by which clocks may differ. */
  readonly clockTolerance?: number;
};

export type TokenChecks = {
  /** The tokens as they are stored; undefined after a sign-out, or in cookie mode. */
  tokens(): Promise<StoredSession | undefined>;
  /** The username of the person who is signed in. */
  username(): Promise<string | undefined>;
  /** An access token that is valid for some seconds at least. */
  accessToken(): Promise<string>;
  /** What the access token says: verified by the server in cookie mode, else not verified. */
  claims(): Promise<Claims>;
  /** What the ID token says, likewise. */
  idClaims(): Promise<Claims>;
  /** Whether the session is good, refreshed if it has to be. */
  checkToken(): Promise<CheckedToken>;
  /** Verifies both tokens: signature, issuer, app client, kind and time. */
  verifyTokens(settings?: VerifySettings): Promise<{ access: Claims; id: Claims }>;
  /** Replaces the tokens now. */
  refresh(): Promise<void>;
};

/** Makes what reads, checks and verifies the tokens of the session. */
export function createTokenChecks(parts: Parts): TokenChecks {
  const { options, keeper, store, transport, now } = parts;

  const required = (token: string | undefined): string => {
    if (token === undefined) throw notSupported('In cookie mode the tokens are on the server.');
    return token;
  };
  const accessToken = async (): Promise<string> => required((await keeper.fresh()).accessToken);
  const idToken = async (): Promise<string> => required((await keeper.fresh()).idToken);

  /** In cookie mode only the server knows. */
  const checked = async (check: () => Promise<CheckedSession>): Promise<CheckedSession> => {
    const answer = await check();
    if (answer.state === 'over') await keeper.expire(await keeper.fresh());
    return answer;
  };

  return {
    tokens: async () => (transport.hasTokens ? store.read() : undefined),
    username: async () => (await store.read())?.username,
    accessToken,
    async claims() {
      if (!transport.check) return claimsOf(await accessToken());
      const { claims } = await checked(transport.check);
      if (claims === undefined) throw notSignedIn();
      return claims;
    },
    async idClaims() {
      if (!transport.check) return claimsOf(await idToken());
      const { idClaims } = await checked(transport.check);
      if (idClaims === undefined) throw notSignedIn();
      return idClaims;
    },
    async checkToken() {
      if (transport.check) {
        const { state, reason } = await checked(transport.check);
        return { state, ...(reason !== undefined && { reason }) };
      }
      const before = await store.read();
      try {
        const session = await keeper.fresh();
        return { state: session.accessToken === before?.accessToken ? 'valid' : 'refreshed' };
      } catch (error) {
        if (!hasCode(error, 'not_signed_in', 'session_ended')) throw error;
        return { state: 'over', reason: error.code };
      }
    },
    async verifyTokens(settings = {}) {
      const known = 'baseUrl' in options ? undefined : options;
      const userPoolId = settings.userPoolId ?? known?.userPoolId;
      const clientId = settings.clientId ?? known?.clientId;
      if (userPoolId === undefined || clientId === undefined) throw refusedToken('pool not named');
      const { jwks, clockTolerance } = settings;
      const { fetch } = options;
      const endpoint = known?.endpoint;
      const shared = { userPoolId, clientId, jwks, clockTolerance, endpoint, fetch, now };
      return {
        access: await verifyToken(await accessToken(), { ...shared, use: 'access' }),
        id: await verifyToken(await idToken(), { ...shared, use: 'id' }),
      };
    },
    async refresh() {
      await keeper.refresh();
    },
  };
}
