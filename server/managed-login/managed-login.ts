import * as openid from 'openid-client';
import type { IssuedTokens } from '../cognito/sign-in.ts';
import type { SignInPool } from '../config/pools.ts';
import { clockTolerance } from '../tokens/token-verifier.ts';
import { findIssuer } from './issuer.ts';
import { toManagedLoginError } from './managed-login-errors.ts';

/** What ties an answer of managed login to the browser that asked; kept on the server. */
export type AuthorizationSecrets = {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
};

/** Signing in on the pages of the pool's own domain. */
export interface ManagedLogin {
  /** `https://example.auth.eu-west-1.amazoncognito.com`, where browsers are sent. */
  readonly origin: string;
  /**
   * Begins an authorization with PKCE, state and nonce.
   *
   * @param redirectUri where the browser comes back to; registered with the app client
   * @param mustProve whether the person has to sign in again even where managed login knows them
   */
  begin(
    redirectUri: string,
    mustProve: boolean,
  ): Promise<{ readonly address: string; readonly secrets: AuthorizationSecrets }>;
  /**
   * Exchanges the code that the browser came back with. The tokens are checked here for state and
   * nonce, and are yet to be verified.
   *
   * @throws PoolkeeperError `managed_login_refused` (401) or `managed_login_unreachable` (503)
   */
  finish(answer: URL, secrets: AuthorizationSecrets): Promise<IssuedTokens>;
  /** Where the browser goes to end the session that managed login keeps of its own. */
  signOutAddress(landing: string): string;
}

/**
 * Makes the client of a pool's managed login; nothing is called until it is used.
 *
 * @param scope which the app client must allow
 *
 * Source: Cognito developer guide, "Using the authorization code grant" and "Logout endpoint";
 * RFC 7636; OpenID Connect Core 1.0, 3.1.
 */
export function createManagedLogin(
  pool: SignInPool,
  origin: string,
  scope = 'openid email',
): ManagedLogin {
  let configured: Promise<openid.Configuration> | undefined;

  const configure = async (): Promise<openid.Configuration> => {
    const { clientId, clientSecret } = pool;
    const server: openid.ServerMetadata = {
      issuer: await findIssuer(pool),
      authorization_endpoint: `${origin}/oauth2/authorize`,
      token_endpoint: `${origin}/oauth2/token`,
    };
    const authentication =
      clientSecret === undefined ? openid.None() : openid.ClientSecretBasic(clientSecret);
    const metadata = { [openid.clockTolerance]: clockTolerance };
    const configuration = new openid.Configuration(server, clientId, metadata, authentication);
    configuration.timeout = 10;
    // A domain without TLS is refused in the settings, but for one on this machine.
    if (origin.startsWith('http:')) openid.allowInsecureRequests(configuration);
    return configuration;
  };

  const configuration = (): Promise<openid.Configuration> => {
    configured ??= configure();
    configured.catch(() => {
      configured = undefined;
    });
    return configured;
  };

  return {
    origin,

    async begin(redirectUri, mustProve) {
      const secrets = {
        state: openid.randomState(),
        nonce: openid.randomNonce(),
        codeVerifier: openid.randomPKCECodeVerifier(),
      };
      const address = openid.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope,
        state: secrets.state,
        nonce: secrets.nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(secrets.codeVerifier),
        code_challenge_method: 'S256',
        // Only requests: the caller checks `auth_time`, since who holds the browser can drop both.
        ...(mustProve && { prompt: 'login', max_age: '0' }),
      });
      return { address: address.href, secrets };
    },

    async finish(answer, { state, nonce, codeVerifier }) {
      try {
        const tokens = await openid.authorizationCodeGrant(await configuration(), answer, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          idTokenExpected: true,
        });
        return {
          idToken: tokens.id_token ?? '',
          accessToken: tokens.access_token,
          refreshToken: tokens.refresh_token,
        };
      } catch (error) {
        throw toManagedLoginError(error);
      }
    },

    signOutAddress(landing) {
      const address = new URL('/logout', origin);
      address.searchParams.set('client_id', pool.clientId);
      address.searchParams.set('logout_uri', landing);
      return address.href;
    },
  };
}
