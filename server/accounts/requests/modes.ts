import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { allowedOrigins, preflightRoute } from '../../web/requests/origin/allowed-origins.ts';
import { crossSiteProtection } from '../../web/requests/origin/cross-site.ts';
import { accountPermissions, resolveBearerAccount } from '../access.ts';
import { managedLoginRoutes } from '../managed-login/routes.ts';
import type { AccountServices } from '../services.ts';
import { resolveCookieAccount } from '../sessions/cookie-access.ts';
import { cookieSessionRoutes } from '../sessions/routes.ts';
import { checkTokenRoutes } from '../tokens/check-token.ts';
import { refreshRoutes } from '../tokens/refresh.ts';
import { noteEvents } from './note-events.ts';

/**
 * What every request to an application passes: CORS, and in cookie mode protection against CSRF; then its
 * user is found by the bearer token or by the cookie, never by both.
 */
export const accountAccess = fp(
  async (app: FastifyInstance, services: AccountServices) => {
    const { application, cookieMode, publicOrigin } = services;
    const { origins } = application;
    await app.register(allowedOrigins, { origins, withCookies: cookieMode !== undefined });
    if (cookieMode) await app.register(crossSiteProtection, { publicOrigin, allowed: origins });
    const resolve = cookieMode
      ? resolveCookieAccount({ ...services, cookieMode })
      : resolveBearerAccount(services);
    await app.register(accountPermissions, { resolve });
    await app.register(preflightRoute, { origins });
    await app.register(noteEvents, services);
  },
  { name: 'account-access' },
);

/** Refresh, sign-out and check, of tokens in bodies or of the session behind the cookie; managed login. */
export async function tokenRoutes(app: FastifyInstance, services: AccountServices): Promise<void> {
  const { cookieMode } = services;
  if (cookieMode) {
    const withCookies = { ...services, cookieMode };
    await app.register(cookieSessionRoutes, withCookies);
    const { managedLogin } = services;
    if (managedLogin) await app.register(managedLoginRoutes, { ...withCookies, managedLogin });
    return;
  }
  await app.register(refreshRoutes, services);
  await app.register(checkTokenRoutes, services);
}
