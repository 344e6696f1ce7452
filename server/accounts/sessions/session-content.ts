import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import type { Account } from '../access.ts';
import type { AccountSessionRow } from './session-store.ts';

const Content = Type.Object({
  sub: Type.String(),
  username: Type.String(),
  accessToken: Type.String(),
  idToken: Type.String(),
  /** Empty when the pool issued none: then the session ends with its tokens. */
  refreshToken: Type.String(),
  deviceKey: Type.Optional(Type.String()),
  /** Milliseconds since the epoch, as the next. */
  tokensExpireAt: Type.Integer(),
  refreshAt: Type.Integer(),
  /** When the tokens were issued. */
  refreshedAt: Type.Integer(),
  leasedUntil: Type.Optional(Type.Integer()),
  /** When the person proved who they are, and by which pages. */
  signedInAt: Type.Integer(),
  way: Type.Union([Type.Literal('direct'), Type.Literal('managed')]),
});

/** What a session keeps, sealed: who it is, and the tokens. */
export type AccountSessionContent = Static<typeof Content>;

/** Undefined when the text is not a session's, as after an update that changed what it holds. */
export function parseContent(text: string | undefined): AccountSessionContent | undefined {
  if (text === undefined) return undefined;
  const content: unknown = JSON.parse(text);
  return Value.Check(Content, content) ? content : undefined;
}

/** The user of a session. */
export function accountOfSession(
  { sub, username, accessToken, signedInAt }: AccountSessionContent,
  { idHash }: AccountSessionRow,
): Account {
  const claims = claimsOf(accessToken);
  return { sub, username, accessToken, claims, signedInAt: new Date(signedInAt), session: idHash };
}

/** What a token of a session says; it was verified before it was sealed. */
export function claimsOf(token: string): Readonly<Record<string, unknown>> {
  return { ...decomposeUnverifiedJwt(token).payload };
}
