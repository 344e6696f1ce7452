import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createSealer } from '../../crypto.ts';
import type { CookieServices } from '../sessions/cookie-access.ts';

const Journey = Type.Object({
  /** What the answer must fit; absent after a sign-out, which only leads back. */
  secrets: Type.Optional(
    Type.Object({ state: Type.String(), nonce: Type.String(), codeVerifier: Type.String() }),
  ),
  returnTo: Type.String(),
  /** Milliseconds since the epoch. */
  expiresAt: Type.Integer(),
});

/** What a browser takes along to managed login. */
export type Journey = Omit<Static<typeof Journey>, 'expiresAt'>;

/** Keeps a journey in a sealed cookie, so that nothing is stored for what anybody can begin. */
export interface LoginCookie {
  keep(reply: FastifyReply, journey: Journey): void;
  /** The journey of this browser, unless it took too long. */
  read(request: FastifyRequest): Journey | undefined;
  forget(reply: FastifyReply): void;
}

/** Milliseconds; the longest that managed login waits for a person. */
const lifetime = 15 * 60_000;

/** Makes the cookie of one application. */
export function createLoginCookie({
  application,
  cookieMode,
  secrets,
  randomBytes,
  now,
}: CookieServices): LoginCookie {
  const sealer = createSealer(secrets, randomBytes);
  const { name, options } = cookieMode.login;
  const context = `managed login of ${application.name}`;
  return {
    keep(reply, journey) {
      const kept = { ...journey, expiresAt: now().getTime() + lifetime };
      const value = sealer.seal(JSON.stringify(kept), context);
      reply.setCookie(name, value, { ...options, maxAge: lifetime / 1000 });
    },
    read(request) {
      const text = sealer.open(request.cookies[name] ?? '', context);
      const kept: unknown = text === undefined ? undefined : JSON.parse(text);
      return Value.Check(Journey, kept) && kept.expiresAt > now().getTime() ? kept : undefined;
    },
    forget: (reply) => reply.clearCookie(name, options),
  };
}
