import type { FastifyPluginAsync } from 'fastify';
import { goTo } from '../web/htmx.ts';
import { leave } from './pages/finish.ts';
import { newPasswordRoutes } from './pages/new-password.ts';
import { permissionRoutes } from './pages/permissions.ts';
import { signInRoutes } from './pages/sign-in.ts';
import type { OperatorServices } from './plugin.ts';

/** Signing in and out, and who may do what. */
export const operatorRoutes: FastifyPluginAsync<OperatorServices> = async (app, services) => {
  await app.register(signInRoutes, services);
  await app.register(newPasswordRoutes, services);
  await app.register(permissionRoutes, services);

  // Public, so that a session that has ended already can be left too.
  app.post('/sign-out', { config: { permission: 'public' } }, async (request, reply) => {
    await leave(request, reply, services);
    return goTo(request, reply, '/sign-in');
  });
};
