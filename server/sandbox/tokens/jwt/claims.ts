import type { Claims } from './jwt.ts';

/** The person a token is about. */
export interface TokenSubject {
  sub: string;
  username: string;
  /** Attribute values by name, as stored. */
  attributes: Readonly<Record<string, string>>;
  /** Groups in order of precedence, lowest number first. */
  groups: readonly { name: string; precedence?: number; roleArn?: string }[];
}

/** What both kinds of token have in common. */
export interface TokenFrame {
  issuer: string;
  clientId: string;
  eventId: string;
  /** Absent when the client has token revocation switched off. */
  originJti?: string;
  /** Absent when the client has token revocation switched off. */
  jti?: string;
  /** Seconds since 1970, as the next two. */
  authTime: number;
  issuedAt: number;
  expiresAt: number;
}

/**
 * Builds an access token's claims. Those that come through managed login say `version` 2.
 * Source: AWS, "Understanding the access token".
 */
export function accessTokenClaims(
  subject: TokenSubject,
  frame: TokenFrame,
  extra: { scope: string; deviceKey?: string; isManagedLogin: boolean },
): Claims {
  return {
    sub: subject.sub,
    ...(extra.deviceKey === undefined ? {} : { device_key: extra.deviceKey }),
    ...groupClaim(subject),
    iss: frame.issuer,
    ...(extra.isManagedLogin ? { version: 2 } : {}),
    client_id: frame.clientId,
    ...revocationClaims(frame),
    event_id: frame.eventId,
    token_use: 'access',
    scope: extra.scope,
    auth_time: frame.authTime,
    exp: frame.expiresAt,
    iat: frame.issuedAt,
    username: subject.username,
  };
}

/**
 * Builds an ID token's claims. Source: AWS, "Understanding the identity (ID) token".
 * @param extra.canRead tells which attributes the client may read
 */
export function idTokenClaims(
  subject: TokenSubject,
  frame: TokenFrame,
  extra: { canRead: (attribute: string) => boolean; nonce?: string; accessTokenHash?: string },
): Claims {
  return {
    ...(extra.accessTokenHash === undefined ? {} : { at_hash: extra.accessTokenHash }),
    sub: subject.sub,
    ...groupClaim(subject),
    ...roleClaims(subject),
    ...attributeClaims(subject.attributes, extra.canRead),
    iss: frame.issuer,
    'cognito:username': subject.username,
    ...(extra.nonce === undefined ? {} : { nonce: extra.nonce }),
    ...revocationClaims(frame),
    aud: frame.clientId,
    event_id: frame.eventId,
    token_use: 'id',
    auth_time: frame.authTime,
    exp: frame.expiresAt,
    iat: frame.issuedAt,
  };
}

/** Turns attributes into OpenID Connect claims: verified flags are booleans, the address an object. */
export function attributeClaims(
  attributes: Readonly<Record<string, string>>,
  canRead: (attribute: string) => boolean,
): Claims {
  const claims: Claims = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'sub' || !canRead(name)) continue;
    if (name === 'email_verified' || name === 'phone_number_verified') {
      claims[name] = value.toLowerCase() === 'true';
    } else if (name === 'address') claims[name] = { formatted: value };
    else if (name === 'updated_at') claims[name] = Number(value);
    else if (name === 'identities') claims[name] = JSON.parse(value);
    else claims[name] = value;
  }
  return claims;
}

function groupClaim(subject: TokenSubject): Claims {
  if (subject.groups.length === 0) return {};
  return { 'cognito:groups': subject.groups.map(({ name }) => name) };
}

/**
 * The roles of the groups, and the one of the group that comes first. Where groups of the same precedence come first
 * with different roles, none is preferred. Source: API reference, CreateGroup, Precedence.
 */
function roleClaims(subject: TokenSubject): Claims {
  const withRole = subject.groups.filter(({ roleArn }) => roleArn !== undefined);
  const [first] = withRole;
  if (first === undefined) return {};
  const isTie = withRole.some(
    ({ precedence, roleArn }) => precedence === first.precedence && roleArn !== first.roleArn,
  );
  return {
    'cognito:roles': withRole.map(({ roleArn }) => roleArn),
    ...(isTie ? {} : { 'cognito:preferred_role': first.roleArn }),
  };
}

function revocationClaims({ originJti, jti }: TokenFrame): Claims {
  if (originJti === undefined) return {};
  return { origin_jti: originJti, jti };
}
