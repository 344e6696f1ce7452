import type { SignInGateway } from '../../cognito/sign-in.ts';
import type { Application } from '../../config/accounts.ts';
import type { RandomBytes } from '../../crypto.ts';
import type { Database } from '../../db/database.ts';
import { type CookieKind, cookieKind } from '../../sessions/cookie-kind.ts';
import type { TokenVerifier } from '../../tokens/token-verifier.ts';
import { type AccountSessions, createAccountSessions } from './account-sessions.ts';

/** What an application has whose tokens stay on the server. */
export type CookieMode = {
  readonly sessions: AccountSessions;
  /** Names a session. */
  readonly session: CookieKind;
  /** Holds, sealed, a sign-in by managed login that has begun. */
  readonly login: CookieKind;
};

type Parts = {
  readonly application: Application;
  readonly database: Database;
  /** Newest first. */
  readonly secrets: readonly string[];
  readonly signIn: Pick<SignInGateway, 'refresh' | 'revoke'>;
  readonly verifier: TokenVerifier;
  readonly now: () => Date;
  readonly randomBytes: RandomBytes;
  readonly isHttps: boolean;
};

/** Makes the sessions and cookies of one application; other applications have other names for theirs. */
export function createCookieMode(parts: Parts): CookieMode {
  const { application, isHttps } = parts;
  const suffix = application.name === 'main' ? '' : `-${application.name}`;
  return {
    sessions: createAccountSessions({ ...parts, application: application.name }),
    session: cookieKind(`poolkeeper-account${suffix}`, isHttps),
    login: cookieKind(`poolkeeper-login${suffix}`, isHttps),
  };
}
