import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { auditWatch } from '../audit/watch.ts';
import { operatorSession } from '../operators/plugin.ts';
import { jsonBodies } from '../web/json-body.ts';
import { createRateLimit } from '../web/rate-limit.ts';
import { allowedOrigins, preflightRoute } from '../web/requests/origin/allowed-origins.ts';
import { problemDetails } from '../web/requests/problem-details.ts';
import { apiPermissions } from './access.ts';
import { actionOperations } from './actions/routes.ts';
import { auditExportRoutes } from './audit/export.ts';
import { auditRoutes } from './audit/routes.ts';
import { auditVerificationRoutes } from './audit/verification.ts';
import { components } from './components.ts';
import { documentRoutes } from './docs/routes.ts';
import { groupRoutes } from './groups.ts';
import { idempotency } from './idempotency/plugin.ts';
import { jobEventRoutes } from './jobs/events.ts';
import { jobRoutes } from './jobs/routes.ts';
import { startJobRoutes } from './jobs/start.ts';
import { adminOpenApi } from './openapi.ts';
import { poolRoutes } from './pools.ts';
import { savedSearchRoutes } from './saved-searches.ts';
import type { ApiServices } from './services.ts';
import { syncRoutes } from './sync.ts';
import { userRoutes } from './users/routes.ts';

type Options = { readonly services: ApiServices };

/**
 * The admin API for programs, below `/api`: an operator's access token as `Authorization: Bearer`, the
 * roles and permissions of the console, problem details. Cookies are never accepted.
 */
export async function apiRoutes(app: FastifyInstance, { services }: Options): Promise<void> {
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  await app.register(jsonBodies);
  await app.register(components);
  await app.register(allowedOrigins, { origins: services.apiOrigins, withCookies: false });
  const limit = await createRateLimit(app, services.rateLimit);
  const { operators } = services;
  const accepts = { acceptsCookies: false, acceptsKeys: true };
  await app.register(operatorSession, { ...operators, ...accepts, limit });
  await app.register(apiPermissions);
  await app.register(preflightRoute, { origins: services.apiOrigins });
  const { audit, pools, now } = services;
  await app.register(auditWatch, {
    audit,
    pools,
    now,
    listRoute: '/api/v1/pools/:pool/users',
    isTyping: () => false,
  });
  await app.register(problemDetails, { api: 'admin API', docs: '/api/docs' });
  await app.register(adminOpenApi);
  await app.register(documentRoutes, services);
  await app.register(versionOne, { prefix: '/v1', services });
}

/** Every operation, in the order of the readable page. */
async function versionOne(app: FastifyInstance, { services }: Options): Promise<void> {
  await app.register(idempotency, { requests: services.idempotentRequests });
  await app.register(poolRoutes, services);
  await app.register(syncRoutes, services);
  await app.register(savedSearchRoutes, services);
  await app.register(userRoutes, services);
  await app.register(groupRoutes, services);
  await app.register(actionOperations, services);
  await app.register(startJobRoutes, services);
  await app.register(jobRoutes, services);
  await app.register(jobEventRoutes, services);
  await app.register(auditRoutes, services);
  await app.register(auditVerificationRoutes, services);
  await app.register(auditExportRoutes, services);
}
