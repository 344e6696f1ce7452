import type { FastifyInstance } from 'fastify';
import type { ApiServices } from '../services.ts';
import { userAccessRoutes } from './access.ts';
import { userHistoryRoutes } from './history.ts';
import { userListRoutes } from './list.ts';
import { oneUserRoutes } from './one.ts';
import { possibleActionRoutes } from './possible.ts';

/** Every operation that reads users, in the order of the readable page. */
export async function userRoutes(app: FastifyInstance, services: ApiServices): Promise<void> {
  await app.register(userListRoutes, services);
  await app.register(oneUserRoutes, services);
  await app.register(userAccessRoutes, services);
  await app.register(userHistoryRoutes, services);
  await app.register(possibleActionRoutes, services);
}
