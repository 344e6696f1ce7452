import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { operatorSession } from '../operators/plugin.ts';
import type { OperatorServices } from '../operators/services.ts';
import type { Pools } from '../pools.ts';
import { problemDetails } from '../web/requests/problem-details.ts';
import { apiPermissions } from './access.ts';
import { groupRoutes } from './groups.ts';
import { userRoutes } from './users.ts';

type Services = { readonly operators: OperatorServices; readonly pools: Pools };

/**
 * The admin API for programs, below `/api/v1`: an operator's access token as `Authorization: Bearer`, the
 * roles and permissions of the console, problem details. Cookies are never accepted.
 */
export async function apiRoutes(
  app: FastifyInstance,
  { operators, pools }: Services,
): Promise<void> {
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  app.removeAllContentTypeParsers();
  await app.register(operatorSession, { ...operators, acceptsCookies: false });
  await app.register(apiPermissions);
  await app.register(problemDetails, { api: 'admin API' });
  await app.register(userRoutes, { pools });
  await app.register(groupRoutes, { pools });
}
