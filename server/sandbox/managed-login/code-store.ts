import type { SandboxContext } from '../context.ts';
import { number, optionalText, text } from '../store/row.ts';

/** What an authorization code stands for. */
export interface AuthorizationGrant {
  clientKey: number;
  userKey: number;
  eventId: string;
  /** Seconds since 1970. */
  authTime: number;
  browserSession: string;
  redirectUri: string;
  scope: string;
  nonce?: string;
  /** S256 challenge of PKCE. */
  codeChallenge?: string;
  /** Milliseconds since 1970. */
  expires: number;
}

/** A grant as it is kept; `originJti` names the tokens it was exchanged for. */
export interface StoredGrant extends AuthorizationGrant {
  originJti?: string;
}

const purpose = 'authorization-code';

/** Keeps a grant under the keyed hash of its code, and forgets those that have expired. */
export function insertGrant(
  context: SandboxContext,
  code: string,
  grant: AuthorizationGrant,
): void {
  context.database.run(
    'DELETE FROM authorization_codes WHERE expires < ?',
    context.clock().getTime(),
  );
  context.database.run(
    `INSERT INTO authorization_codes (hash, client_key, user_key, event_id, auth_time,
       browser_session, redirect_uri, scope, nonce, code_challenge, expires)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    context.secrets.hash(purpose, code),
    grant.clientKey,
    grant.userKey,
    grant.eventId,
    grant.authTime,
    grant.browserSession,
    grant.redirectUri,
    grant.scope,
    grant.nonce ?? null,
    grant.codeChallenge ?? null,
    grant.expires,
  );
}

/** Returns the grant behind a code, or undefined when there is none or it has expired. */
export function findGrant(context: SandboxContext, code: string): StoredGrant | undefined {
  const row = context.database.get(
    'SELECT * FROM authorization_codes WHERE hash = ? AND expires > ?',
    context.secrets.hash(purpose, code),
    context.clock().getTime(),
  );
  if (row === undefined) return undefined;
  const nonce = optionalText(row, 'nonce');
  const codeChallenge = optionalText(row, 'code_challenge');
  const originJti = optionalText(row, 'origin_jti');
  return {
    clientKey: number(row, 'client_key'),
    userKey: number(row, 'user_key'),
    eventId: text(row, 'event_id'),
    authTime: number(row, 'auth_time'),
    browserSession: text(row, 'browser_session'),
    redirectUri: text(row, 'redirect_uri'),
    scope: text(row, 'scope'),
    ...(nonce === undefined ? {} : { nonce }),
    ...(codeChallenge === undefined ? {} : { codeChallenge }),
    expires: number(row, 'expires'),
    ...(originJti === undefined ? {} : { originJti }),
  };
}

/** Notes that a code was exchanged, and for which tokens: a second time those are revoked. */
export function markExchanged(context: SandboxContext, code: string, originJti: string): void {
  context.database.run(
    'UPDATE authorization_codes SET origin_jti = ? WHERE hash = ?',
    originJti,
    context.secrets.hash(purpose, code),
  );
}
