/**
 * A process that does nothing but deliver events, to be killed: `node deliver-process.ts DATABASE_URL AHEAD`
 * with the milliseconds that its clock is ahead. Prints a line when it has begun.
 */
import { randomUUID } from 'node:crypto';
import { createAuditLog } from '../../server/audit/store.ts';
import { openDatabase } from '../../server/db/database.ts';
import { createEvents } from '../../server/events/create-events.ts';

const [url = '', ahead = '0', file = ''] = process.argv.slice(2);
const now = () => new Date(Date.now() + Number(ahead));
const database = await openDatabase(url);
const events = createEvents(
  {
    allowed: { loopback: true, private: false },
    webhook: undefined,
    stream: file === '' ? undefined : { file },
  },
  {
    database,
    audit: createAuditLog(database, now),
    secrets: ['Hq3vZ8kW1xN5tR7mB2cL9pD4sF6gJ0yA'],
    holder: randomUUID(),
    now,
    random: Math.random,
    report: (error) => process.stderr.write(`${String(error)}\n`),
  },
  { lookEvery: 5 },
);
process.once('SIGTERM', async () => {
  await events.stop();
  await database.destroy();
});
await events.start();
process.stdout.write('up\n');
