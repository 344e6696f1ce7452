import type { SandboxContext } from '../../context.ts';
import type { UserPool } from '../../pools/pool.ts';
import type { User } from '../../users/user.ts';
import { AwsError, resourceNotFound } from '../../wire/errors.ts';
import { toEpochSeconds } from '../../wire/time.ts';
import { findClientId, listLiveFamilies, revokeFamily, type TokenFamily } from '../store.ts';
import {
  type BrowserSession,
  deleteBrowserSession,
  listBrowserSessions,
} from './browser-session-store.ts';
import { findSessionTracking } from './tracking-store.ts';

/** The most sessions that are listed: one page of them. */
const maximumListed = 125;

/**
 * Refuses session operations of a pool that does not track sessions.
 * @throws AwsError OperationNotEnabledException
 */
export function requireSessionTracking(context: SandboxContext, pool: UserPool): void {
  if (!findSessionTracking(context, pool).isEnabled) {
    throw new AwsError(
      'OperationNotEnabledException',
      'Session tracking is not enabled for this user pool.',
    );
  }
}

/**
 * Lists a user's live sessions as SessionDescriptionType: tokens by their family, and the managed-login sessions
 * that some came through.
 * @param currentOriginJti the family of the token that the user calls with
 */
export function describeSessions(
  context: SandboxContext,
  user: Pick<User, 'key'>,
  currentOriginJti?: string,
): object[] {
  const tokens = listLiveFamilies(context, user.key).map((family) => ({
    SessionId: tokenSessionId(context, family),
    SessionType: 'TOKEN',
    ...described(context, family),
    ...(family.browserSession === undefined
      ? {}
      : { OriginSessionId: browserSessionId(context, family.browserSession) }),
    IsCurrentSession: family.originJti === currentOriginJti,
  }));
  const browsers = listBrowserSessions(context, user.key).map((session) => ({
    SessionId: browserSessionId(context, session.id),
    SessionType: 'SSO',
    ...described(context, session),
    IsCurrentSession: false,
  }));
  return [...tokens, ...browsers].slice(0, maximumListed);
}

/**
 * Revokes one session of a user, on wish with those linked to it: the browser session that tokens came through, or
 * the tokens that came through a browser session.
 * @throws AwsError ResourceNotFoundException
 */
export function revokeSession(
  context: SandboxContext,
  user: Pick<User, 'key'>,
  sessionId: string,
  isLinkedToo: boolean,
): void {
  const families = listLiveFamilies(context, user.key);
  const family = families.find((each) => tokenSessionId(context, each) === sessionId);
  const browser = listBrowserSessions(context, user.key).find(
    ({ id }) => browserSessionId(context, id) === sessionId,
  );
  if (family === undefined && browser === undefined) throw resourceNotFound('Session not found.');
  context.database.transaction(() => {
    if (family !== undefined) {
      revokeFamily(context, family.originJti);
      if (isLinkedToo && family.browserSession) {
        deleteBrowserSession(context, family.browserSession);
      }
    }
    if (browser === undefined) return;
    deleteBrowserSession(context, browser.id);
    for (const each of families) {
      if (isLinkedToo && each.browserSession === browser.id) revokeFamily(context, each.originJti);
    }
  });
}

function described(context: SandboxContext, session: TokenFamily | BrowserSession): object {
  const clientId = findClientId(context, session.clientKey);
  return {
    ...(clientId === undefined ? {} : { ClientId: clientId }),
    CreateDate: toEpochSeconds(new Date(session.created)),
    LastActiveDate: toEpochSeconds(new Date(session.lastActive)),
    DeviceType: session.userAgent || 'unknown',
    LastIPAddress: session.ipAddress,
  };
}

function tokenSessionId(context: SandboxContext, { originJti }: TokenFamily): string {
  return `tkn${lettersOf(context, originJti)}`;
}

function browserSessionId(context: SandboxContext, id: string): string {
  return `sso${lettersOf(context, id)}`;
}

/** 25 lower-case letters and digits that stand for a secret id without giving it away. */
function lettersOf(context: SandboxContext, secretId: string): string {
  const hash = context.secrets.hash('session-id', secretId).toString('hex');
  return BigInt(`0x${hash}`).toString(36).slice(0, 25).padStart(25, '0');
}
