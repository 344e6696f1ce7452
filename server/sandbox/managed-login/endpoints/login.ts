import type { SandboxContext } from '../../context.ts';
import { randomUuid } from '../../random.ts';
import type { Caller } from '../../sign-in/client/caller.ts';
import type { StepResult } from '../../sign-in/result.ts';
import { AwsError } from '../../wire/errors.ts';
import type { HttpReply, HttpRequest, HttpRoute } from '../../wire/route.ts';
import { type AuthorizationRequest, readAuthorizationRequest } from '../authorization-request.ts';
import { formToken, isFormTokenRight, openBrowserSession } from '../cookies.ts';
import { readForm } from '../form-body.ts';
import { issueCode } from '../issue-code.ts';
import { passwordForm } from '../pages/forms.ts';
import { errorPage, page, redirect } from '../pages/layout.ts';
import { stepPage } from '../pages/step-page.ts';
import { policySource } from '../redirect-uri.ts';
import { answerForm, setupSecret, stepParameters } from '../steps.ts';

/** `/login`: the pages on which a person signs in. */
export const loginRoutes: readonly HttpRoute[] = [
  {
    method: 'GET',
    path: '/login',
    handle: (context, request) =>
      withRequest(context, request, (wanted) => signInPage(context, request, wanted)),
  },
  {
    method: 'POST',
    path: '/login',
    maximumBodyBytes: 64 * 1024,
    handle: (context, request) =>
      withRequest(context, request, (wanted) => answer(context, request, wanted)),
  },
];

function withRequest(
  context: SandboxContext,
  request: HttpRequest,
  handle: (wanted: AuthorizationRequest) => HttpReply | Promise<HttpReply>,
): HttpReply | Promise<HttpReply> {
  const read = readAuthorizationRequest(context, request.url);
  if (read.kind === 'error-page') return errorPage(read.message);
  return read.kind === 'error-redirect' ? redirect(read.location) : handle(read.request);
}

async function answer(
  context: SandboxContext,
  request: HttpRequest,
  wanted: AuthorizationRequest,
): Promise<HttpReply> {
  const form = readForm(request);
  if (form === undefined) return errorPage('The form cannot be read.', 415);
  if (!isFormTokenRight(request, form.get('_csrf'))) {
    return errorPage('The form did not come from the sign-in page. Go back and try again.', 403);
  }
  const caller = callerOf(context, request, wanted);
  try {
    const result = await answerForm(context, caller, form);
    return proceed(context, request, wanted, caller, result, form);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return askAgain(context, request, wanted, form, error);
  }
}

function callerOf(
  context: SandboxContext,
  request: HttpRequest,
  { pool, client }: AuthorizationRequest,
): Caller {
  const info = {
    requestId: randomUuid(context.random),
    ipAddress: request.ipAddress,
    userAgent: (request.headers['user-agent'] ?? '').toString(),
  };
  return { pool, client, isAdmin: false, info };
}

/** Shows the next step, or opens the browser session and sends the person back to the application. */
function proceed(
  context: SandboxContext,
  request: HttpRequest,
  wanted: AuthorizationRequest,
  caller: Caller,
  result: StepResult,
  form: URLSearchParams,
): HttpReply {
  if (result.kind === 'challenge') {
    const { name: challenge, session, parameters } = result;
    const username = form.get('username') ?? '';
    return challengePage(context, request, wanted, { challenge, session, username }, parameters);
  }
  const { attempt } = result;
  const { ipAddress, userAgent } = caller.info;
  return context.database.transaction(() => {
    const { session, cookie } = openBrowserSession(context, wanted.pool, {
      userKey: attempt.userKey,
      clientKey: attempt.clientKey,
      eventId: attempt.eventId,
      ipAddress,
      userAgent,
    });
    return redirect(issueCode(context, wanted, session, attempt.eventId), [cookie]);
  });
}

/** Shows the same step again with what went wrong; the first one when the session of the step is over. */
function askAgain(
  context: SandboxContext,
  request: HttpRequest,
  wanted: AuthorizationRequest,
  form: URLSearchParams,
  error: AwsError,
): HttpReply {
  const challenge = form.get('challenge');
  const session = form.get('session') ?? '';
  const username = form.get('username') ?? '';
  const { type, message } = error;
  if (challenge === null || type === 'NotAuthorizedException') {
    return signInPage(context, request, wanted, username, message);
  }
  try {
    const parameters = stepParameters(context, session, form);
    const step = { challenge, session, username, error: message };
    return challengePage(context, request, wanted, step, parameters);
  } catch (later) {
    if (!(later instanceof AwsError)) throw later;
    return signInPage(context, request, wanted, username, later.message);
  }
}

function signInPage(
  context: SandboxContext,
  request: HttpRequest,
  wanted: AuthorizationRequest,
  username = request.url.searchParams.get('login_hint') ?? '',
  error?: string,
): HttpReply {
  const { token, cookie } = formToken(context, request);
  const frame = { query: wanted.query, token, ...(error === undefined ? {} : { error }) };
  return page('Sign in', passwordForm(frame, username), {
    status: error === undefined ? 200 : 400,
    cookies: [cookie],
    formTarget: policySource(wanted.redirectUri),
  });
}

function challengePage(
  context: SandboxContext,
  request: HttpRequest,
  wanted: AuthorizationRequest,
  step: { challenge: string; session: string; username: string; error?: string },
  parameters: Readonly<Record<string, string>>,
): HttpReply {
  const { token, cookie } = formToken(context, request);
  const secret =
    step.challenge === 'MFA_SETUP'
      ? setupSecret(context, step.session, step.error !== undefined)
      : undefined;
  const shown = stepPage(
    { query: wanted.query, token, ...step },
    { parameters, ...(secret === undefined ? {} : { secret }) },
  );
  if (shown === undefined) return errorPage('This step can be taken in the application only.');
  return page(shown.title, shown.content, {
    status: step.error === undefined ? 200 : 400,
    cookies: [cookie],
    formTarget: policySource(wanted.redirectUri),
  });
}
