import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { createAccounts } from './accounts/create-accounts.ts';
import { createSettling } from './actions/after-crash/settle.ts';
import { createDryRun, createPerform } from './actions/perform.ts';
import { createAdministratorLock } from './actions/pipeline/lock.ts';
import { createAdminQueries } from './admin-queries/services.ts';
import { createIdempotentRequests } from './api/idempotency/requests.ts';
import { buildApp } from './app.ts';
import { verifyAudit } from './audit/chain/verify.ts';
import { createAuditLog } from './audit/store.ts';
import { createCheckpoints } from './audit/upkeep/checkpoints.ts';
import { keepAudit } from './audit/upkeep/upkeep.ts';
import { watchClock } from './clock.ts';
import type { PoolSettings } from './config/pools.ts';
import { sandboxSessionSecret } from './config/session-secret.ts';
import type { Config } from './config.ts';
import { keepLogFolded } from './db/driver/fold-log.ts';
import { probeStorage } from './db/driver/storage-probe.ts';
import { openStorage, type Purpose } from './db/purpose.ts';
import { managePool } from './directory/manage-pool.ts';
import { createRegionLimiters } from './directory/sync/region-limiters.ts';
import { logSync } from './directory/sync-log.ts';
import { createEvents, type EventSources } from './events/create-events.ts';
import { createHookDeliveries } from './hooks/delivery-store.ts';
import { runMarkerOf } from './jobs/interruption/run-marker.ts';
import { createJobs } from './jobs/jobs.ts';
import { limitPools } from './jobs/limited-pool.ts';
import { createJobRunner } from './jobs/runner.ts';
import { createOperatorMembers } from './jobs/turn/operator-members.ts';
import { createOperators, type DemoOperator } from './operators/create-operators.ts';
import { createPools, type Pools } from './pools.ts';
import { createSavedViews } from './saved-views/store.ts';
import { createTurns } from './turns.ts';
import { createViews } from './web/rendering/views.ts';
import type { DeclaredRoute } from './web/requests/permission.ts';

export type RunningConsole = {
  /** Origin that it answers at, without a trailing slash. */
  readonly url: string;
  readonly routes: readonly DeclaredRoute[];
  readonly pools: Pools;
  /** Lets requests under way finish, then closes the database. */
  close(): Promise<void>;
};

type Options = {
  /** What the database is for; undefined: it is not asked, as in tests. */
  readonly purpose?: Purpose;
  /** Given in sandbox mode only, and then shown on the sign-in page. */
  readonly demoOperators?: readonly DemoOperator[];
  /** The clock; the system's by default. */
  readonly now?: () => Date;
  /** Monotonic milliseconds; the process's by default. */
  readonly elapsed?: () => number;
  /** 0 to 1, for the pauses between tries; the system's by default. */
  readonly random?: () => number;
  /** Milliseconds; as in `createAccounts`. */
  readonly answerStep?: number;
  readonly eventSources?: EventSources;
  /** Where the log goes, line by line; to standard output by default. */
  readonly logStream?: { write(line: string): void };
};

const viewsFolder = fileURLToPath(new URL('../views', import.meta.url));

/**
 * Opens the database, connects the pools and listens.
 *
 * @throws Error when the database cannot be opened, a template is broken or the port is taken
 */
export async function startConsole(
  config: Config,
  settings: PoolSettings,
  {
    purpose,
    demoOperators = [],
    now = () => new Date(),
    elapsed = () => performance.now(),
    random = Math.random,
    answerStep,
    eventSources,
    logStream,
  }: Options = {},
): Promise<RunningConsole> {
  const { database, lock } = await openStorage(config, purpose);
  const audit = createAuditLog(database, now);
  const { groups } = config;
  const turns = createTurns();
  const listLimiter = createRegionLimiters({
    quota: config.directory.listQuota,
    share: config.directory.quotaShare,
    elapsed,
    turns,
  });
  const pools = createPools(
    await Promise.all(
      Object.entries(settings.managedPools).map(([alias, address]) =>
        managePool(alias, address, {
          settings,
          database,
          limiter: listLimiter(address),
          share: config.directory.quotaShare,
          now,
          elapsed,
          random,
          report: (error) => app.log.error({ err: error }, 'second factors were not kept'),
        }),
      ),
    ),
  );
  const checkpoints = createCheckpoints(config.audit, {
    database,
    now,
    log: (line) => app.log.info({ checkpoint: JSON.parse(line) }, 'audit checkpoint'),
  });
  const { retentionDays } = config.audit;
  const evidence = { keys: checkpoints ? [checkpoints.key] : [], retentionDays };
  let url = config.publicUrl ?? '';
  const secrets = config.sessionSecrets ?? [sandboxSessionSecret(config.databaseUrl)];
  const isHttps = config.publicUrl?.startsWith('https:') ?? false;
  const operators = createOperators({
    operatorPool: settings.operatorPool,
    database,
    audit,
    groups,
    secrets,
    isHttps,
    publicOrigin: () => url,
    demoOperators,
    now,
    elapsed,
  });
  const accounts = createAccounts({
    applications: settings.applications,
    addresses: settings.managedPools,
    pools,
    database,
    audit,
    secrets,
    isHttps,
    publicOrigin: () => url,
    now,
    elapsed,
    answerStep,
  });
  const checks = { audit, groups, power: operators.power, demands: config.demands, now };
  const perform = createPerform({
    ...checks,
    administratorLock: createAdministratorLock(database),
    endSessions: async (sub, except) => {
      const ended = await Promise.all([
        operators.sessions.endAllOf(sub, except),
        ...accounts.map(({ cookieMode }) => cookieMode?.sessions.endAllOf(sub) ?? 0),
      ]);
      return ended.reduce((sum, count) => sum + count, 0);
    },
    elapsed,
    report: (error) => app.log.error({ err: error }, 'a changed user was not refreshed'),
  });
  const holder = randomUUID();
  const events = createEvents(
    config.events,
    {
      database,
      audit,
      secrets,
      holder,
      now,
      random,
      report: (error) => app.log.error({ err: error }, 'events were not delivered'),
    },
    eventSources,
  );
  const app = await buildApp({
    turns,
    logLevel: config.logLevel,
    logStream,
    views: createViews(viewsFolder),
    pools,
    savedViews: createSavedViews(database),
    hookDeliveries: createHookDeliveries(database),
    hookSecret: config.hookSecret,
    groups,
    audit,
    verifyAudit: (options) => verifyAudit(database, { ...options, ...evidence }),
    perform,
    dryRun: createDryRun(checks),
    jobs: createJobs({ database, audit, now }),
    events,
    demands: config.demands,
    rateLimit: config.rateLimit,
    operators,
    accounts,
    apiOrigins: config.apiOrigins,
    adminQueries: createAdminQueries(config.adminQueries, {
      pools,
      operatorPool: settings.operatorPool,
      groups,
      now,
    }),
    idempotentRequests: createIdempotentRequests({ database, secrets, now }),
    dependencies: [
      { name: 'database', check: () => probeStorage(database) },
      { name: 'pool', check: () => pools.first.gateway.listUsers({ limit: 1 }) },
    ],
    now,
    elapsed,
    publicOrigin: () => url,
    isHttps,
    isSandbox: demoOperators.length > 0,
    trustedProxies: config.trustedProxies,
  });
  const jobRunner = createJobRunner({
    database,
    audit,
    pools: limitPools(pools, {
      addresses: settings.managedPools,
      share: config.jobs.quotaShare,
      listLimiter,
      now,
      elapsed,
    }),
    perform,
    power: operators.power,
    operatorMembers: createOperatorMembers(groups, now),
    marker: runMarkerOf(config.databaseUrl),
    longestAbsence: config.jobs.longestAbsence,
    holder,
    now,
    report: (error) => app.log.error({ err: error }, 'bulk work met trouble'),
  });
  const upkeep = keepAudit(config.audit, {
    database,
    audit,
    now,
    settle: createSettling({ audit, pools, now }),
    checkpoints,
    failed: (error) => app.log.error({ err: error }, 'upkeep of the audit failed'),
  });
  const folding = await keepLogFolded(database, (error) =>
    app.log.error({ err: error }, 'the write-ahead log was not folded in'),
  );
  const stopWatching = watchClock({
    now,
    elapsed,
    jumped: (milliseconds) =>
      app.log.warn({ milliseconds }, 'the clock of this machine has jumped'),
  });
  try {
    for (const warning of config.warnings) app.log.warn(warning);
    await checkpoints?.prepare();
    const listening = await app.listen({ host: config.host, port: config.port });
    url = config.publicUrl ?? listening;
    for (const { alias, directory } of pools.all) {
      logSync(directory.events, app.log.child({ pool: alias }), elapsed);
      directory.start();
    }
    jobRunner.start();
    await events.start();
  } catch (error) {
    await app.close();
    await events.stop();
    await upkeep.stop();
    stopWatching();
    await folding.stop();
    await database.destroy();
    lock.release();
    throw error;
  }
  return {
    url,
    routes: app.declaredRoutes,
    pools,
    async close() {
      await app.close();
      await jobRunner.stop();
      await events.stop();
      await Promise.all(pools.all.map(({ directory }) => directory.stop()));
      await upkeep.stop();
      stopWatching();
      await folding.stop();
      await database.destroy();
      lock.release();
    },
  };
}
