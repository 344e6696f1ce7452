import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { auditWatch } from '../audit/watch.ts';
import { operatorSession } from '../operators/plugin.ts';
import { jsonBodies } from '../web/json-body.ts';
import { createRateLimit } from '../web/rate-limit.ts';
import { malformedAddress } from '../web/requests/malformed-address.ts';
import { allowedOrigins, preflightRoute } from '../web/requests/origin/allowed-origins.ts';
import { problemDetails } from '../web/requests/problem-details.ts';
import { adminQueriesPermissions, bareTokens } from './access.ts';
import { actionRoutes } from './actions.ts';
import { groupRoutes } from './groups.ts';
import type { AdminQueries, AdminQueriesServices } from './services.ts';
import { userRoutes } from './users.ts';

type Options = {
  readonly services: Omit<AdminQueriesServices, 'pool'> & {
    readonly adminQueries: AdminQueries | undefined;
  };
};

/**
 * The eleven routes of the AdminQueries API that the Amplify CLI generates, below `/admin-queries`: the same
 * paths, parameters and answers, over the roles, guards and audit of the console. Nothing where it is off.
 *
 * Source: aws-amplify/amplify-cli, packages/amplify-category-auth/resources/adminAuth.
 */
export async function adminQueriesRoutes(
  app: FastifyInstance,
  { services }: Options,
): Promise<void> {
  const { adminQueries, operators, apiOrigins: origins } = services;
  if (adminQueries === undefined) return;
  const { pool, resolveBearer } = adminQueries;
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  await app.register(jsonBodies);
  await app.register(allowedOrigins, { origins, withCookies: false });
  await app.register(bareTokens);
  const limit = await createRateLimit(app, services.rateLimit);
  await app.register(operatorSession, {
    ...operators,
    resolveBearer,
    acceptsCookies: false,
    acceptsKeys: true,
    limit,
  });
  await app.register(adminQueriesPermissions, { pool: pool.alias });
  await app.register(problemDetails, {
    api: 'drop-in for AdminQueries',
    docs: '/api/docs',
    isLikeExpress: true,
  });
  await app.register(auditWatch, {
    audit: services.audit,
    pools: services.pools,
    now: services.now,
    listRoute: '/admin-queries/listUsers',
    alias: pool.alias,
    isTyping: () => false,
  });
  await app.register(preflightRoute, { origins });
  await app.register(malformedAddress);
  await app.register(userRoutes, { pool });
  await app.register(groupRoutes, { pool });
  await app.register(actionRoutes, { pool, perform: services.perform });
}
