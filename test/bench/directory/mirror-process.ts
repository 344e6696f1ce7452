/**
 * The part of the console that mirrors a pool, in a process of its own so that its memory can be
 * told: `node mirror-process.ts ENDPOINT POOL_ID DATABASE_URL QUOTA SECONDS`. Walks the pool, for at
 * most so many seconds, then times queries, and prints what it found as JSON.
 */
import { createPoolGateway } from '../../../server/cognito/create-gateway.ts';
import { openDatabase } from '../../../server/db/database.ts';
import { createMirrorDirectory } from '../../../server/directory/mirror-directory.ts';
import { timeQueries } from './queries.ts';

const [endpoint = '', userPoolId = '', url = '', quota = '', seconds = ''] = process.argv.slice(2);
const region = userPoolId.split('_')[0] ?? '';
const gateway = createPoolGateway({ endpoint, userPoolId, region }, { maxAttempts: 1 });
const database = await openDatabase(url);
const directory = await createMirrorDirectory({
  database,
  alias: 'main',
  gateway,
  walkGateway: gateway,
  holder: 'bench',
  quota: Number(quota),
  share: 1,
  now: () => new Date(),
  elapsed: () => performance.now(),
  random: Math.random,
});

const resident = (): number => process.memoryUsage.rss() / 2 ** 20;
let peak = 0;
const watch = setInterval(() => {
  peak = Math.max(peak, resident());
}, 100);
const start = performance.now();
let usersSeen = 0;
let usersSeconds = 0;
const over = new Promise<void>((resolve) => {
  directory.events.on('complete', () => resolve());
  directory.events.on('progress', (progress) => {
    if (progress.part === 'users') {
      usersSeen = progress.usersSeen;
      usersSeconds = (performance.now() - start) / 1000;
    }
    if (performance.now() - start > Number(seconds) * 1000) resolve();
  });
});
directory.start();
await over;
await directory.stop();
clearInterval(watch);
const queries = await timeQueries(directory.reader);
const figures = { usersSeen, usersSeconds, peak, resident: resident(), queries };
process.stdout.write(`${JSON.stringify(figures)}\n`);
await database.destroy();
