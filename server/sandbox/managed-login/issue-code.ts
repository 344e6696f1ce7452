import type { SandboxContext } from '../context.ts';
import { randomUuid } from '../random.ts';
import type { BrowserSession } from '../tokens/sessions/browser-session-store.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import { insertGrant } from './code-store.ts';
import { withParameters } from './redirect-uri.ts';

const lifetimeMs = 5 * 60_000;

/**
 * Issues an authorization code for a browser session.
 * @param eventId the sign-in that the tokens will name
 * @returns the return address with the code and the application's state
 */
export function issueCode(
  context: SandboxContext,
  request: AuthorizationRequest,
  session: BrowserSession,
  eventId: string,
): string {
  const code = randomUuid(context.random);
  insertGrant(context, code, {
    clientKey: request.client.key,
    userKey: session.userKey,
    eventId,
    authTime: session.authTime,
    browserSession: session.id,
    redirectUri: request.redirectUri,
    scope: request.scope,
    ...(request.nonce === undefined ? {} : { nonce: request.nonce }),
    ...(request.codeChallenge === undefined ? {} : { codeChallenge: request.codeChallenge }),
    expires: context.clock().getTime() + lifetimeMs,
  });
  return withParameters(request.redirectUri, { code, state: request.state });
}
