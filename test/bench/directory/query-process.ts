/**
 * Times what pages ask of a mirror, in a process of its own: `node query-process.ts DATABASE_URL`.
 * Prints what it found as JSON.
 */
import { openDatabase } from '../../../server/db/database.ts';
import { createDirectoryReader } from '../../../server/directory/read-store/reader.ts';
import { poolIdOf } from '../../../server/directory/store/pools.ts';
import { timeQueries } from './queries.ts';

const [url = ''] = process.argv.slice(2);
const database = await openDatabase(url);
let asked = 0;
const reader = createDirectoryReader({
  database,
  poolId: await poolIdOf(database, 'main'),
  now: () => new Date(),
  // As if something had been written before each question: nothing that is kept may answer it.
  revision: () => {
    asked += 1;
    return asked;
  },
});
process.stdout.write(`${JSON.stringify(await timeQueries(reader))}\n`);
await database.destroy();
