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

/**
 * A cookie of this server. Over HTTPS the `__Host-` prefix makes browsers refuse one that was set
 * without Secure, for another path, or by a neighbouring subdomain; plain HTTP, which is for
 * loopback, can have neither.
 *
 * Source: RFC 6265bis, section 4.1.3.2.
 */
export function cookieKind(name: string, isHttps: boolean): CookieKind {
  return {
    name: `${isHttps ? '__Host-' : ''}${name}`,
    options: { path: '/', httpOnly: true, sameSite: 'lax', secure: isHttps },
  };
}
