import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { Operator } from '../operator.ts';
import { roles } from '../permissions.ts';

const Content = Type.Object({
  sub: Type.String(),
  username: Type.String(),
  displayName: Type.String(),
  role: Type.Union(roles.map((role) => Type.Literal(role))),
  /** Empty when the pool issued none: then the session ends with its tokens. */
  refreshToken: Type.String(),
  /** The device that the refresh token is good for, where the pool tracks devices. */
  deviceKey: Type.Optional(Type.String()),
  /** Milliseconds since the epoch, as the next. */
  tokensExpireAt: Type.Integer(),
  /** When new tokens are due, and with them a look at the groups. */
  refreshAt: Type.Integer(),
  /** While a process asks for new tokens. */
  leasedUntil: Type.Optional(Type.Integer()),
  /** When the person proved who they are, and by which pages. */
  signedInAt: Type.Integer(),
  way: Type.Union([Type.Literal('direct'), Type.Literal('managed')]),
  /** Network address and browser that the session began with. */
  address: Type.String(),
  browser: Type.String(),
});

/**
 * What a session keeps, encrypted: who it is, as verified tokens said, and the refresh token. The
 * ID and access tokens are not kept, since nothing needs them once they are verified.
 */
export type SessionContent = Static<typeof Content>;

/** Undefined when the text is not a session's, as after an update that changed what is kept. */
export function parseContent(text: string | undefined): SessionContent | undefined {
  if (text === undefined) return undefined;
  const content: unknown = JSON.parse(text);
  return Value.Check(Content, content) ? content : undefined;
}

/** The operator of a session; the audit's session id is a part of the stored hash. */
export function operatorOfSession(content: SessionContent, idHash: string): Operator {
  const { sub, username, displayName, role } = content;
  const signedInAt = new Date(content.signedInAt);
  return { sub, username, displayName, role, sessionId: sessionIdOf(idHash), signedInAt };
}

/** Names a session where people see it, without being able to resume it. */
export function sessionIdOf(idHash: string): string {
  return idHash.slice(0, 16);
}
