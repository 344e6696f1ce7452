import { findClient } from '../../clients/store.ts';
import { getPoolByKey } from '../../pools/store.ts';
import type { HttpRoute } from '../../wire/route.ts';
import { readAuthorizationRequest } from '../authorization-request.ts';
import { closeBrowserSession } from '../cookies.ts';
import { errorPage, redirect } from '../pages/layout.ts';
import { withParameters } from '../redirect-uri.ts';

/**
 * `/logout`: ends the browser session, then leads to a registered sign-out address, or, with the parameters of an
 * authorization request, to the sign-in page. Tokens stay as they are. Source: AWS, "Logout endpoint".
 */
export const logoutRoute: HttpRoute = {
  method: 'GET',
  path: '/logout',
  handle(context, request) {
    const query = request.url.searchParams;
    const client = findClient(context, query.get('client_id') ?? '');
    if (client === undefined) return errorPage('The application is not known (client_id).');
    const pool = getPoolByKey(context, client.poolKey);
    const logoutUri = query.get('logout_uri');
    if (logoutUri !== null) {
      if (!(client.settings.LogoutURLs ?? []).includes(logoutUri)) {
        return errorPage('The return address is not one of the application (logout_uri).');
      }
      const state = query.get('state') ?? undefined;
      const cookie = closeBrowserSession(context, pool, request);
      return redirect(withParameters(logoutUri, { state }), [cookie]);
    }
    const read = readAuthorizationRequest(context, request.url);
    if (read.kind === 'error-page') return errorPage(read.message);
    if (read.kind === 'error-redirect') return redirect(read.location);
    return redirect(`/login${read.request.query}`, [closeBrowserSession(context, pool, request)]);
  },
};
