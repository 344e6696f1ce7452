import { ClientError } from '../errors.ts';
import type { SessionKeeper } from './session.ts';
import type { StoredSession } from './store.ts';

type Fetch = typeof fetch;

type Options = {
  readonly fetch: Fetch | undefined;
  /** Origins that may see the access token; undefined: every address that `fetch` is called with. */
  readonly origins: readonly string[] | undefined;
  /** The member of the session that is sent. */
  readonly token: 'accessToken' | 'idToken';
  /** Cookies instead of tokens. */
  readonly hasTokens: boolean;
};

/**
 * Makes a `fetch` that carries the access token, refreshed in time, and tries once more with another one
 * when the server answers 401.
 *
 * @throws ClientError `not_signed_in`, `session_ended`, `origin_not_allowed`
 */
export function createAuthorizedFetch(keeper: SessionKeeper, options: Options): Fetch {
  const { origins, hasTokens, token } = options;
  const send = (request: Request): Promise<Response> => (options.fetch ?? fetch)(request);

  const withToken = (request: Request, session: StoredSession): Request => {
    const headers = new Headers(request.headers);
    const value = session[token];
    if (value !== undefined) headers.set('authorization', `Bearer ${value}`);
    return new Request(request, hasTokens ? { headers } : { headers, credentials: 'include' });
  };

  return async (input, init) => {
    const request = new Request(input, init);
    const { origin } = new URL(request.url);
    if (origins !== undefined && !origins.includes(origin)) {
      const message = `The access token is not sent to ${origin}. Name it among the origins.`;
      throw new ClientError({ code: 'origin_not_allowed', status: 0, message });
    }
    const session = await keeper.fresh();
    const response = await send(withToken(request.clone(), session));
    if (response.status !== 401 || !hasTokens) return response;
    await response.body?.cancel();
    return send(withToken(request, await keeper.fresh(session.accessToken)));
  };
}
