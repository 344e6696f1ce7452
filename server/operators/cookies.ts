import { type CookieKind, cookieKind } from '../sessions/cookie-kind.ts';

export type Cookies = {
  /** Names the session of a signed-in operator. */
  readonly session: CookieKind;
  /** Names a sign-in that waits for an answer. */
  readonly pending: CookieKind;
  /** Holds, sealed, what this browser proves to the pool that it is a remembered one. */
  readonly devices: CookieKind;
};

/** The console's cookies. */
export function cookiesFor(isHttps: boolean): Cookies {
  return {
    session: cookieKind('poolkeeper', isHttps),
    pending: cookieKind('poolkeeper-sign-in', isHttps),
    devices: cookieKind('poolkeeper-devices', isHttps),
  };
}
