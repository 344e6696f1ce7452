/**
 * A process that does nothing but carry out jobs, to be killed:
 * `node job-process.ts ENDPOINT POOL_ID REGION DATABASE_URL [own-times]`. Prints a line at the end of a job,
 * and ends as the console does on SIGTERM. `own-times`: with the console's times, which are longer.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { createPerform } from '../../server/actions/perform.ts';
import { createAdministratorLock } from '../../server/actions/pipeline/lock.ts';
import { createAuditLog } from '../../server/audit/store.ts';
import { createPoolGateway } from '../../server/cognito/create-gateway.ts';
import { openDatabase } from '../../server/db/database.ts';
import { createMirrorDirectory } from '../../server/directory/mirror-directory.ts';
import { createLimiter } from '../../server/directory/sync/limiter.ts';
import { runMarkerOf } from '../../server/jobs/interruption/run-marker.ts';
import { limitPools } from '../../server/jobs/limited-pool.ts';
import { createJobRunner } from '../../server/jobs/runner.ts';
import { openJobs } from '../../server/jobs/store/jobs.ts';
import { createOperatorMembers } from '../../server/jobs/turn/operator-members.ts';
import { createPower } from '../../server/operators/access/power.ts';
import { createPools } from '../../server/pools.ts';

const [endpoint = '', userPoolId = '', region = '', url = '', times] = process.argv.slice(2);
const address = { endpoint, userPoolId, region };
const now = () => new Date();
const elapsed = () => performance.now();
const report = (error: unknown) => process.stderr.write(`${String(error)}\n`);
const database = await openDatabase(url);
const audit = createAuditLog(database, now);
const gateway = createPoolGateway(address);
const limiter = createLimiter({ most: Number.POSITIVE_INFINITY, elapsed });
const directory = await createMirrorDirectory({
  database,
  alias: 'main',
  gateway,
  walkGateway: gateway,
  holder: randomUUID(),
  limiter,
  share: 1,
  now,
  elapsed,
  random: Math.random,
});
const groups = { admin: 'pool-admins', support: 'pool-support', auditor: 'pool-auditors' };
const power = createPower({ gateway, groups, now, endSessions: async () => undefined });
const demands = { recentSignIn: 900_000, isReasonRequired: false };
const pools = createPools([{ alias: 'main', gateway, directory, isOperatorPool: true }]);
const quotas = { share: 0.5, listLimiter: () => limiter, now, elapsed };
const runner = createJobRunner(
  {
    database,
    audit,
    pools: limitPools(pools, { ...quotas, addresses: { main: address } }),
    perform: createPerform({
      ...{ audit, groups, power, demands, now, elapsed, report, endSessions: async () => 0 },
      administratorLock: createAdministratorLock(database),
    }),
    power,
    operatorMembers: createOperatorMembers(groups, now),
    marker: runMarkerOf(url),
    longestAbsence: 3_600_000,
    holder: randomUUID(),
    now,
    report,
  },
  // Longer than a call to this pool takes, as the real times are.
  times === 'own-times' ? {} : { look: 10, renewal: 50, lease: 400 },
);
let isStopping = false;
process.once('SIGTERM', () => {
  isStopping = true;
});
runner.start();
process.stdout.write('up\n');
while (!isStopping && (await openJobs(database)).length > 0) await setTimeout(20);
process.stdout.write(isStopping ? 'stopped\n' : 'over\n');
await runner.stop();
await directory.stop();
await database.destroy();
