import type { FastifyPluginAsync } from 'fastify';
import { changeKeyRoutes } from './pages/change.ts';
import { keyListRoutes } from './pages/list.ts';
import { newKeyRoutes } from './pages/new.ts';
import type { KeyServices } from './pages/services.ts';

/** The pages on which administrators make, rotate and revoke API keys. */
export const keyRoutes: FastifyPluginAsync<KeyServices> = async (app, services) => {
  await app.register(keyListRoutes, services);
  await app.register(newKeyRoutes, services);
  await app.register(changeKeyRoutes, services);
};
