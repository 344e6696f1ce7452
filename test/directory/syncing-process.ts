/**
 * A process that does nothing but sync, to be killed:
 * `node syncing-process.ts ENDPOINT POOL_ID REGION DATABASE_URL THREAD_FROM`. Prints a line when a walk is complete.
 */
import { createPoolGateway } from '../../server/cognito/create-gateway.ts';
import { openDatabase } from '../../server/db/database.ts';
import { createMirrorDirectory } from '../../server/directory/mirror-directory.ts';
import { createLimiter } from '../../server/directory/sync/limiter.ts';

const [endpoint = '', userPoolId = '', region = '', url = '', threadFrom = ''] =
  process.argv.slice(2);
const gateway = createPoolGateway({ endpoint, userPoolId, region }, { maxAttempts: 1 });
const directory = await createMirrorDirectory({
  database: await openDatabase(url),
  alias: 'main',
  gateway,
  walkGateway: gateway,
  holder: `process ${process.pid}`,
  limiter: createLimiter({ most: Number.POSITIVE_INFINITY, elapsed: () => performance.now() }),
  share: 1,
  now: () => new Date(),
  elapsed: () => performance.now(),
  random: Math.random,
  threadFrom: Number(threadFrom),
  times: { look: 10, lease: 50, renewal: 10, between: 0, pause: 0, save: 20 },
});
// Whoever reads this may have enough of it.
process.stdout.on('error', () => undefined);
directory.events.on('complete', () => process.stdout.write('complete\n'));
directory.events.on('progress', ({ usersSeen }) => process.stdout.write(`at ${usersSeen}\n`));
directory.start();
