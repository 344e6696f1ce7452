import { type Client, createClient, type Storage } from '../../client/src/index.ts';
import type { UserTokens } from '../../server/accounts/plugin.ts';
import { isOver } from './errors.ts';
import type { Session } from './store/sessions.ts';

/** The client of a browser session; without a session, one that is not signed in. */
export type ClientOf = (session?: Session) => Client;

/**
 * Makes what gives each session its client of the account API: tokens, refresh token and device keys stay
 * in the session. All requests of a session share one client, so that they also share its refreshes.
 */
export function createClients(baseUrl: string): ClientOf {
  const clients = new WeakMap<Session, Client>();
  const visitor = createClient({ baseUrl, fetch: carefulFetch });
  return (session) => {
    if (session === undefined) return visitor;
    const known = clients.get(session);
    if (known !== undefined) return known;
    const client = createClient({
      baseUrl,
      mode: 'body',
      storage: storageOver(session.values),
      deviceStorage: storageOver(session.devices),
      deviceName: 'Browser',
      fetch: carefulFetch,
    });
    clients.set(session, client);
    return client;
  };
}

/** The tokens of a client, as the plugin takes them. */
export async function tokensIn(client: Client): Promise<UserTokens | undefined> {
  const { accessToken, idToken, refreshToken } = (await client.tokens()) ?? {};
  return accessToken === undefined ? undefined : { accessToken, idToken, refreshToken };
}

/** Refreshes the tokens of a client; undefined when the sign-in is over. */
export async function refreshTokensIn(client: Client): Promise<UserTokens | undefined> {
  try {
    await client.refresh();
    return await tokensIn(client);
  } catch (error) {
    if (!isOver(error)) throw error;
    return undefined;
  }
}

/** Here a map; an application on several machines reads and writes its database. */
function storageOver(values: Map<string, string>): Storage {
  return {
    get: (key) => values.get(key) ?? null,
    set: (key, value) => {
      values.set(key, value);
    },
    remove: (key) => {
      values.delete(key);
    },
  };
}

/** Waits for an answer 10 seconds at most, and follows no redirect with a token. */
const carefulFetch: typeof fetch = (input, init) =>
  fetch(input, { ...init, redirect: 'error', signal: AbortSignal.timeout(10_000) });
