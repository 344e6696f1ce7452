import type { FastifyPluginAsync } from 'fastify';
import { goTo } from '../web/requests/htmx.ts';
import { authenticatorRoutes } from './pages/challenges/authenticator.ts';
import { chooseFactorRoutes } from './pages/challenges/choose-factor.ts';
import { codeRoutes } from './pages/challenges/code.ts';
import { newPasswordRoutes } from './pages/challenges/new-password.ts';
import { leave } from './pages/finish.ts';
import { permissionRoutes } from './pages/permissions.ts';
import { forgotPasswordRoutes } from './pages/recovery/forgot-password.ts';
import { resetPasswordRoutes } from './pages/recovery/reset-password.ts';
import { sessionRoutes } from './pages/sessions.ts';
import { againRoutes } from './pages/sign-in/again.ts';
import { managedLoginRoutes } from './pages/sign-in/managed-login.ts';
import { signInRoutes } from './pages/sign-in/sign-in.ts';
import { signInLimit } from './pages/sign-in/sign-in-limit.ts';
import type { OperatorServices } from './services.ts';

/** Signing in and out, and who may do what. */
export const operatorRoutes: FastifyPluginAsync<OperatorServices> = async (app, services) => {
  app.addHook('onReady', async () => {
    // Nobody waits for it: a key that is missing is fetched when a token first needs it.
    services.preloadKeys().catch((error: unknown) => {
      app.log.warn({ err: error }, "the pool's keys could not be fetched yet");
    });
  });
  const limited = { ...services, limit: signInLimit(app, services) };
  await app.register(signInRoutes, limited);
  if (services.isDirect) {
    await app.register(newPasswordRoutes, limited);
    await app.register(codeRoutes, limited);
    await app.register(chooseFactorRoutes, limited);
    await app.register(authenticatorRoutes, limited);
    await app.register(forgotPasswordRoutes, limited);
    await app.register(resetPasswordRoutes, limited);
  }
  const { managedLogin } = services;
  if (managedLogin) await app.register(managedLoginRoutes, { ...limited, managedLogin });
  await app.register(againRoutes, limited);
  await app.register(sessionRoutes, services);
  await app.register(permissionRoutes, services);

  // Public, so that a session that has ended already can be left too.
  app.post('/sign-out', { config: { permission: 'public' } }, async (request, reply) => {
    const ended = await leave(request, reply, services);
    if (ended?.way !== 'managed' || managedLogin === undefined) {
      return goTo(request, reply, '/sign-in');
    }
    return goTo(request, reply, managedLogin.signOutAddress(`${services.publicOrigin()}/sign-in`));
  });
};
