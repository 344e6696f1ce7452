import type { SandboxContext } from '../../context.ts';
import { randomUuid } from '../../random.ts';
import { requireActive } from '../../sign-in/progress.ts';
import { findByKey } from '../../users/store.ts';
import { AwsError } from '../../wire/errors.ts';
import type { HttpReply, HttpRequest, HttpRoute } from '../../wire/route.ts';
import { type AuthorizationRequest, readAuthorizationRequest } from '../authorization-request.ts';
import { readBrowserSession } from '../cookies.ts';
import { issueCode } from '../issue-code.ts';
import { errorPage, redirect } from '../pages/layout.ts';
import { withParameters } from '../redirect-uri.ts';

/** `/oauth2/authorize`: sends a signed-in browser straight back with a code, any other to the sign-in page. */
export const authorizeRoute: HttpRoute = {
  method: 'GET',
  path: '/oauth2/authorize',
  handle(context, request) {
    const read = readAuthorizationRequest(context, request.url);
    if (read.kind === 'error-page') return errorPage(read.message);
    if (read.kind === 'error-redirect') return redirect(read.location);
    return authorize(context, request, read.request);
  },
};

function authorize(
  context: SandboxContext,
  request: HttpRequest,
  wanted: AuthorizationRequest,
): HttpReply {
  const session = readBrowserSession(context, wanted.pool, request);
  const isSignedIn = session !== undefined && mayGoOn(context, session.userKey);
  if (isSignedIn && wanted.prompt !== 'login') {
    return redirect(issueCode(context, wanted, session, randomUuid(context.random)));
  }
  if (wanted.prompt === 'none') {
    const { redirectUri, state } = wanted;
    return redirect(withParameters(redirectUri, { error: 'login_required', state }));
  }
  return redirect(`/login${wanted.query}`);
}

/** Whether the user of a browser session may still sign in. */
function mayGoOn(context: SandboxContext, userKey: number): boolean {
  const user = findByKey(context, userKey);
  if (user === undefined) return false;
  try {
    requireActive(user);
    return true;
  } catch (error) {
    if (error instanceof AwsError) return false;
    throw error;
  }
}
