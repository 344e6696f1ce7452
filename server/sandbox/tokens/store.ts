import type { SandboxContext } from '../context.ts';
import { number, optionalNumber, optionalText, type Row, text } from '../store/row.ts';

/** Everything issued from one sign-in: its tokens live and die together. */
export interface TokenFamily {
  /** The `origin_jti` claim. */
  originJti: string;
  userKey: number;
  clientKey: number;
  /** The `event_id` claim: names the sign-in. */
  eventId: string;
  deviceKey?: string;
  /** Scopes of the access token, separated by spaces. */
  scope: string;
  /** Seconds since 1970. */
  authTime: number;
  /** Milliseconds since 1970. */
  refreshExpires: number;
  /** Milliseconds since 1970 after which no token of the family can be valid. */
  forgottenAfter: number;
  isRevoked: boolean;
  /** Milliseconds since 1970, as the next. */
  created: number;
  lastActive: number;
  ipAddress: string;
  userAgent: string;
  /** The managed-login session that the tokens came through. */
  browserSession?: string;
}

/** Returns the PEM and id of a pool's signing key, or undefined before it has one. */
export function findSigningKeyPem(
  context: SandboxContext,
  poolKey: number,
): { keyId: string; pem: string } | undefined {
  const row = context.database.get(
    'SELECT key_id, pem FROM signing_keys WHERE pool_key = ?',
    poolKey,
  );
  return row && { keyId: text(row, 'key_id'), pem: text(row, 'pem') };
}

/** Keeps a pool's signing key, unless it has one already. */
export function insertSigningKeyPem(
  context: SandboxContext,
  poolKey: number,
  keyId: string,
  pem: string,
): void {
  context.database.run(
    'INSERT INTO signing_keys (pool_key, key_id, pem) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    poolKey,
    keyId,
    pem,
  );
}

/** Adds a family and forgets those whose last token has expired. */
export function insertFamily(
  context: SandboxContext,
  family: Omit<TokenFamily, 'isRevoked'>,
): void {
  context.database.run(
    'DELETE FROM token_families WHERE forgotten_after < ?',
    context.clock().getTime(),
  );
  context.database.run(
    `INSERT INTO token_families (origin_jti, user_key, client_key, event_id, device_key, scope,
       auth_time, refresh_expires, forgotten_after, created, last_active, ip_address, user_agent,
       browser_session)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    family.originJti,
    family.userKey,
    family.clientKey,
    family.eventId,
    family.deviceKey ?? null,
    family.scope,
    family.authTime,
    family.refreshExpires,
    family.forgottenAfter,
    family.created,
    family.lastActive,
    family.ipAddress,
    family.userAgent,
    family.browserSession ?? null,
  );
}

/** Returns the family with this `origin_jti`, or undefined. */
export function findFamily(context: SandboxContext, originJti: string): TokenFamily | undefined {
  const row = context.database.get('SELECT * FROM token_families WHERE origin_jti = ?', originJti);
  return row && toFamily(row);
}

/** Returns the family of a sign-in by its event id, or undefined. */
export function findFamilyByEvent(
  context: SandboxContext,
  eventId: string,
): TokenFamily | undefined {
  const row = context.database.get('SELECT * FROM token_families WHERE event_id = ?', eventId);
  return row && toFamily(row);
}

/** Returns a user's families that are neither revoked nor past their refresh token, the last active first. */
export function listLiveFamilies(context: SandboxContext, userKey: number): TokenFamily[] {
  return context.database
    .all(
      `SELECT * FROM token_families
       WHERE user_key = ? AND revoked IS NULL AND refresh_expires > ? ORDER BY last_active DESC`,
      userKey,
      context.clock().getTime(),
    )
    .map(toFamily);
}

/** Notes that a family was refreshed just now, and from where. */
export function updateLastActive(
  context: SandboxContext,
  originJti: string,
  origin: { ipAddress: string; userAgent: string },
): void {
  context.database.run(
    `UPDATE token_families SET last_active = ?, ip_address = ?, user_agent = ?
     WHERE origin_jti = ?`,
    context.clock().getTime(),
    origin.ipAddress,
    origin.userAgent,
    originJti,
  );
}

/** Marks one family revoked. */
export function revokeFamily(context: SandboxContext, originJti: string): void {
  context.database.run(
    'UPDATE token_families SET revoked = ? WHERE origin_jti = ? AND revoked IS NULL',
    context.clock().getTime(),
    originJti,
  );
}

/** Marks all families of a user revoked. */
export function revokeFamiliesOfUser(context: SandboxContext, userKey: number): void {
  context.database.run(
    'UPDATE token_families SET revoked = ? WHERE user_key = ? AND revoked IS NULL',
    context.clock().getTime(),
    userKey,
  );
}

/** Marks the families of a user's device revoked. */
export function revokeFamiliesOfDevice(
  context: SandboxContext,
  userKey: number,
  deviceKey: string,
): void {
  context.database.run(
    `UPDATE token_families SET revoked = ?
     WHERE user_key = ? AND device_key = ? AND revoked IS NULL`,
    context.clock().getTime(),
    userKey,
    deviceKey,
  );
}

/** Adds a refresh token to a family. */
export function insertRefreshToken(context: SandboxContext, jti: string, originJti: string): void {
  context.database.run(
    'INSERT INTO refresh_tokens (jti, origin_jti) VALUES (?, ?)',
    jti,
    originJti,
  );
}

/** Whether a refresh token exists and has not been replaced longer ago than its grace period. */
export function isRefreshTokenUsable(context: SandboxContext, jti: string): boolean {
  const row = context.database.get('SELECT usable_until FROM refresh_tokens WHERE jti = ?', jti);
  if (row === undefined) return false;
  const until = optionalNumber(row, 'usable_until');
  return until === undefined || context.clock().getTime() < until;
}

/** Ends a replaced refresh token at the given moment, unless it ends before. */
export function retireRefreshToken(context: SandboxContext, jti: string, until: number): void {
  context.database.run(
    'UPDATE refresh_tokens SET usable_until = ? WHERE jti = ? AND usable_until IS NULL',
    until,
    jti,
  );
}

/** Returns the id of the client with a store key, or undefined. */
export function findClientId(context: SandboxContext, clientKey: number): string | undefined {
  const row = context.database.get('SELECT id FROM clients WHERE key = ?', clientKey);
  return row && text(row, 'id');
}

function toFamily(row: Row): TokenFamily {
  const deviceKey = optionalText(row, 'device_key');
  const browserSession = optionalText(row, 'browser_session');
  return {
    originJti: text(row, 'origin_jti'),
    userKey: number(row, 'user_key'),
    clientKey: number(row, 'client_key'),
    eventId: text(row, 'event_id'),
    ...(deviceKey === undefined ? {} : { deviceKey }),
    scope: text(row, 'scope'),
    authTime: number(row, 'auth_time'),
    refreshExpires: number(row, 'refresh_expires'),
    forgottenAfter: number(row, 'forgotten_after'),
    isRevoked: row.revoked !== null,
    created: number(row, 'created'),
    lastActive: number(row, 'last_active'),
    ipAddress: text(row, 'ip_address'),
    userAgent: text(row, 'user_agent'),
    ...(browserSession === undefined ? {} : { browserSession }),
  };
}
