/** How a cookie is set: name and attributes, in the words of @fastify/cookie. */
export type CookieKind = {
  readonly name: string;
  readonly options: {
    readonly path: '/';
    readonly httpOnly: true;
    readonly sameSite: 'lax';
    readonly secure: boolean;
  };
};

export type Cookies = {
  /** Names the session of a signed-in operator. */
  readonly session: CookieKind;
  /** Names a sign-in that waits for an answer. */
  readonly pending: CookieKind;
  /** Holds, sealed, what this browser proves to the pool that it is a remembered one. */
  readonly devices: CookieKind;
};

/**
 * The console's cookies. Over HTTPS the `__Host-` prefix makes browsers refuse one that was set
 * without Secure, for another path, or by a neighbouring subdomain; plain HTTP, which is for
 * loopback, can have neither.
 *
 * Source: RFC 6265bis, section 4.1.3.2.
 */
export function cookiesFor(isHttps: boolean): Cookies {
  const prefix = isHttps ? '__Host-' : '';
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure: isHttps } as const;
  return {
    session: { name: `${prefix}poolkeeper`, options },
    pending: { name: `${prefix}poolkeeper-sign-in`, options },
    devices: { name: `${prefix}poolkeeper-devices`, options },
  };
}
