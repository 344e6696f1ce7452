import { randomUUID } from 'node:crypto';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, { type FastifyInstance, LogController } from 'fastify';
import { accountRoutes } from './accounts/routes.ts';
import type { AccountServices } from './accounts/services.ts';
import type { DryRun, Perform } from './actions/perform.ts';
import type { Demands } from './actions/pipeline/demands.ts';
import type { OperatorGroups } from './actions/pipeline/guards.ts';
import { actionRoutes } from './actions/routes.ts';
import { adminQueriesRoutes } from './admin-queries/routes.ts';
import type { AdminQueries } from './admin-queries/services.ts';
import type { IdempotentRequests } from './api/idempotency/requests.ts';
import { apiRoutes } from './api/routes.ts';
import { createVerificationRuns, type VerificationRuns, type Verify } from './audit/chain/runs.ts';
import { createExportSlots, type ExportSlots } from './audit/export/slots.ts';
import { noticeOf } from './audit/notice.ts';
import { auditEntryRoutes } from './audit/pages/entry.ts';
import { auditExportRoutes } from './audit/pages/export.ts';
import { auditVerifyRoutes } from './audit/pages/verify.ts';
import { auditRoutes } from './audit/routes.ts';
import type { AuditLog } from './audit/store.ts';
import { auditWatch } from './audit/watch.ts';
import { type TrustedProxies, trustProxyOption } from './config/proxy.ts';
import type { Events } from './events/create-events.ts';
import { bannerOf } from './events/pages/banner.ts';
import { newWebhookRoutes } from './events/pages/new.ts';
import { webhookSecretRoutes } from './events/pages/secret.ts';
import { webhookRoutes } from './events/routes.ts';
import { freshnessRoutes } from './freshness/routes.ts';
import { addMemberRoutes } from './groups/add-member.ts';
import { groupDetailRoutes } from './groups/detail.ts';
import { groupListRoutes } from './groups/list.ts';
import { type Dependency, healthRoutes } from './health/routes.ts';
import type { HookDeliveries } from './hooks/delivery-store.ts';
import { hookRoutes } from './hooks/routes.ts';
import type { Jobs } from './jobs/jobs.ts';
import { newJobRoutes } from './jobs/pages/new.ts';
import { jobRoutes } from './jobs/routes.ts';
import { keyRoutes } from './keys/routes.ts';
import { signInAgain } from './operators/pages/sign-in/form-draft.ts';
import { operatorSession } from './operators/plugin.ts';
import { operatorRoutes } from './operators/routes.ts';
import type { OperatorServices } from './operators/services.ts';
import { overviewRoutes } from './overview/routes.ts';
import type { Pools } from './pools.ts';
import { savedViewRoutes } from './saved-views/routes.ts';
import type { SavedViews } from './saved-views/store.ts';
import type { Turns } from './turns.ts';
import { userDetailRoutes } from './users/detail.ts';
import { userListRoutes } from './users/list.ts';
import { dotNames } from './web/dot-names.ts';
import { errorPages } from './web/rendering/error-pages.ts';
import { pages } from './web/rendering/pages.ts';
import { staticFiles } from './web/rendering/static-files.ts';
import type { Views } from './web/rendering/views.ts';
import { fairTurns } from './web/requests/fair-turns.ts';
import { securityHeaders } from './web/requests/headers.ts';
import { wantsFragment } from './web/requests/htmx.ts';
import { knownChanges } from './web/requests/known-changes.ts';
import { listBounds } from './web/requests/list-bounds.ts';
import { malformedAddress, wellFormed } from './web/requests/malformed-address.ts';
import { crossSiteProtection } from './web/requests/origin/cross-site.ts';
import { navigation } from './web/requests/origin/navigation.ts';
import { hostCheck } from './web/requests/origin/own-origin.ts';
import { declaredPermissions, operatorPermissions } from './web/requests/permission.ts';
import { requestLog } from './web/requests/request-log.ts';

/** Everything the routes stand on, made by main.ts or by a test. */
export type AppServices = {
  /** `info`, `warn` ...; `silent` writes nothing. */
  readonly logLevel: string;
  /** Where the log goes, line by line; to standard output when left out. */
  readonly logStream?: { write(line: string): void } | undefined;
  readonly views: Views;
  readonly pools: Pools;
  readonly groups: OperatorGroups;
  readonly perform: Perform;
  readonly dryRun: DryRun;
  readonly demands: Demands;
  readonly audit: AuditLog;
  readonly verifyAudit: Verify;
  readonly savedViews: SavedViews;
  readonly jobs: Jobs;
  readonly events: Events;
  readonly hookDeliveries: HookDeliveries;
  /** Undefined: no notices are accepted. */
  readonly hookSecret: string | undefined;
  /** Requests a minute to the admin API for each caller; 0: no limit. */
  readonly rateLimit: number;
  readonly operators: OperatorServices;
  /** Applications whose users the account API serves; usually none. */
  readonly accounts: readonly AccountServices[];
  /** Exactly the pages of these may call the admin API from a browser. */
  readonly apiOrigins: readonly string[];
  /** The drop-in for AdminQueries; undefined where it is off. */
  readonly adminQueries: AdminQueries | undefined;
  readonly idempotentRequests: IdempotentRequests;
  readonly dependencies: readonly Dependency[];
  /** Shared with the sync, so that it takes no more than one turn among those of the requests. */
  readonly turns: Turns;
  readonly now: () => Date;
  /** Monotonic milliseconds, for durations. */
  readonly elapsed: () => number;
  /** Origin as browsers see it; asked at each use, since a port may be known only after listening. */
  readonly publicOrigin: () => string;
  readonly isHttps: boolean;
  readonly isSandbox: boolean;
  readonly trustedProxies: TrustedProxies | undefined;
};

const mostBytesPosted = 256 * 1024;
/** Milliseconds in which a request has to come in, so that slow ones cannot use up all connections. */
const longestRequest = 60_000;
/** As long as an address can be: the routes' schemas say what a name may be. */
const longestParameter = 16 * 1024;

/** Builds the console without listening. The order below is the order in which a request passes. */
export async function buildApp(services: AppServices): Promise<FastifyInstance> {
  const app = fastify({
    logger: {
      level: services.logLevel,
      ...(services.logStream && { stream: services.logStream }),
    },
    genReqId: () => randomUUID(),
    bodyLimit: mostBytesPosted,
    requestTimeout: longestRequest,
    trustProxy: trustProxyOption(services.trustedProxies),
    // HEAD would do all the work of GET, unseen by what watches reading.
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: longestParameter },
    // request-log.ts writes the one line of each request.
    logController: new LogController({ disableRequestLogging: true }),
    rewriteUrl: ({ url }) => wellFormed(url),
  }).withTypeProvider<TypeBoxTypeProvider>();

  await app.register(knownChanges);
  await app.register(requestLog);
  await app.register(fairTurns, { turns: services.turns });
  await app.register(dotNames);
  const { managedLogin } = services.operators;
  await app.register(securityHeaders, {
    isHttps: services.isHttps,
    formTargets: managedLogin ? [managedLogin.origin] : [],
  });
  await app.register(compress);
  await app.register(cookie);
  await app.register(hostCheck, { publicOrigin: services.publicOrigin });
  await app.register(listBounds);
  await app.register(declaredPermissions);

  const exportSlots = createExportSlots();
  const verifications = createVerificationRuns(services.verifyAudit, services.now);
  app.addHook('preClose', () => verifications.close());
  const shared = { ...services, exportSlots, verifications };
  // The console and the account API share what is above and none of what is below.
  await app.register(async (scope) => consolePages(scope, shared));
  const { logLevel: _ofServer, ...ofApi } = shared;
  await app.register(apiRoutes, { prefix: '/api', services: ofApi });
  await app.register(adminQueriesRoutes, {
    prefix: '/admin-queries',
    services,
  });
  await app.register(accountRoutes, {
    prefix: '/accounts',
    applications: services.accounts,
    views: services.views,
  });
  return app;
}

/** What pages and the admin API share: a limit of one process holds for both. */
type PageServices = AppServices & {
  readonly exportSlots: ExportSlots;
  readonly verifications: VerificationRuns;
};

/** The pages of the console and what their requests pass. */
async function consolePages(app: FastifyInstance, services: PageServices): Promise<void> {
  const { pools, groups, perform, audit, savedViews, now } = services;
  app.removeContentTypeParser(['application/json', 'text/plain']);
  await app.register(formbody);
  await app.register(crossSiteProtection, { publicOrigin: services.publicOrigin });
  await app.register(navigation, { publicOrigin: services.publicOrigin });
  await app.register(operatorSession, services.operators);
  await app.register(operatorPermissions);
  await app.register(signInAgain, services.operators);
  await app.register(auditWatch, {
    audit,
    pools,
    now,
    listRoute: '/pools/:pool/users',
    isTyping: wantsFragment,
  });
  await app.register(pages, {
    views: services.views,
    pools: pools.all.map(({ alias }) => ({ alias, name: alias })),
    isSandbox: services.isSandbox,
    noticeOf: (request) => noticeOf(request, { audit, pools, now: now() }),
    bannerOf: ({ operator }) => bannerOf(operator, services.events.known(), now()),
  });
  await app.register(errorPages);

  await app.register(malformedAddress);
  await app.register(staticFiles);
  await app.register(healthRoutes, {
    dependencies: services.dependencies,
    elapsed: services.elapsed,
  });
  await app.register(operatorRoutes, services.operators);
  const { keys } = services.operators;
  await app.register(keyRoutes, { keys, pools, demands: services.demands, now });
  await app.register(overviewRoutes, { pools, now });
  await app.register(userListRoutes, { pools, savedViews, now });
  await app.register(savedViewRoutes, { pools, savedViews });
  await app.register(freshnessRoutes, { pools, views: services.views, now });
  await app.register(hookRoutes, {
    pools,
    deliveries: services.hookDeliveries,
    secret: services.hookSecret,
    now,
  });
  await app.register(userDetailRoutes, { pools, audit, now });
  await app.register(groupListRoutes, { pools, groups, now });
  await app.register(groupDetailRoutes, { pools, groups, now });
  await app.register(addMemberRoutes, { pools, perform, demands: services.demands });
  await app.register(actionRoutes, { pools, perform, groups, demands: services.demands });
  await app.register(newJobRoutes, {
    pools,
    jobs: services.jobs,
    demands: services.demands,
    now,
  });
  await app.register(jobRoutes, { pools, jobs: services.jobs, views: services.views, now });
  const ofEvents = {
    ...services.events,
    pools,
    power: services.operators.power,
    demands: services.demands,
    now,
  };
  await app.register(webhookRoutes, ofEvents);
  await app.register(newWebhookRoutes, ofEvents);
  await app.register(webhookSecretRoutes, ofEvents);
  await app.register(auditRoutes, { pools, audit, now });
  await app.register(auditEntryRoutes, { pools, audit, now });
  await app.register(auditExportRoutes, {
    pools,
    audit,
    now,
    elapsed: services.elapsed,
    exportSlots: services.exportSlots,
  });
  await app.register(auditVerifyRoutes, {
    pools,
    verifications: services.verifications,
    views: services.views,
    now,
  });
}
