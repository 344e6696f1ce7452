import type { UserPoolClient } from '../clients/client.ts';
import { findClient } from '../clients/store.ts';
import type { SandboxContext } from '../context.ts';
import type { UserPool } from '../pools/pool.ts';
import { getPoolByKey } from '../pools/store.ts';
import { isCodeChallenge } from './pkce.ts';
import { withParameters } from './redirect-uri.ts';

/** An application's wish to have somebody signed in, checked. Source: AWS, "Authorize endpoint"; RFC 6749, 4.1.1. */
export interface AuthorizationRequest {
  pool: UserPool;
  client: UserPoolClient;
  redirectUri: string;
  /** Scopes separated by spaces. */
  scope: string;
  state?: string;
  nonce?: string;
  /** S256 challenge of PKCE. */
  codeChallenge?: string;
  prompt?: string;
  /** The query as it came, to be carried through the pages. */
  query: string;
}

/** What reading a request can come to. */
export type ReadRequest =
  | { kind: 'request'; request: AuthorizationRequest }
  /** The application is not known well enough to send anything back to it. */
  | { kind: 'error-page'; message: string }
  /** The application is told what is wrong at this address. */
  | { kind: 'error-redirect'; location: string };

/** Reads and checks the query of an authorization request. Nothing is sent to an address that is not registered. */
export function readAuthorizationRequest(context: SandboxContext, url: URL): ReadRequest {
  const query = url.searchParams;
  const client = findClient(context, query.get('client_id') ?? '');
  const refuse = (message: string): ReadRequest => ({ kind: 'error-page', message });
  if (client === undefined) return refuse('The application is not known (client_id).');
  const { settings } = client;
  if (settings.AllowedOAuthFlowsUserPoolClient !== true) {
    return refuse('The application is not set up for managed login.');
  }
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!(settings.CallbackURLs ?? []).includes(redirectUri)) {
    return refuse('The return address is not one of the application (redirect_uri).');
  }
  const state = query.get('state') ?? undefined;
  const sendBack = (error: string, description: string): ReadRequest => ({
    kind: 'error-redirect',
    location: withParameters(redirectUri, { error, error_description: description, state }),
  });
  if (
    query.get('response_type') !== 'code' ||
    settings.AllowedOAuthFlows?.includes('code') !== true
  ) {
    return sendBack(
      'unauthorized_client',
      'The application may use the code flow only if set up so.',
    );
  }
  const allowed = settings.AllowedOAuthScopes ?? [];
  const scopes = (query.get('scope') ?? allowed.join(' ')).split(' ').filter((each) => each !== '');
  if (scopes.length === 0 || scopes.some((scope) => !allowed.includes(scope))) {
    return sendBack('invalid_scope', 'A scope is not allowed for the application.');
  }
  const codeChallenge = query.get('code_challenge') ?? undefined;
  const isS256 = query.get('code_challenge_method') === 'S256';
  if (codeChallenge === undefined ? query.has('code_challenge_method') : !isS256) {
    return sendBack(
      'invalid_request',
      'code_challenge_method must be S256, with a code_challenge.',
    );
  }
  if (codeChallenge !== undefined && !isCodeChallenge(codeChallenge)) {
    return sendBack('invalid_request', 'code_challenge is not well formed.');
  }
  const nonce = query.get('nonce') ?? undefined;
  const prompt = query.get('prompt') ?? undefined;
  return {
    kind: 'request',
    request: {
      pool: getPoolByKey(context, client.poolKey),
      client,
      redirectUri,
      scope: [...new Set(scopes)].join(' '),
      ...(state === undefined ? {} : { state }),
      ...(nonce === undefined ? {} : { nonce }),
      ...(codeChallenge === undefined ? {} : { codeChallenge }),
      ...(prompt === undefined ? {} : { prompt }),
      query: url.search,
    },
  };
}
