// A process of its own that writes to the audit of a database when told to: the test starts two.
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { consoleActor } from '../../../server/audit/entry.ts';
import { createAuditLog } from '../../../server/audit/store.ts';
import { openDatabase } from '../../../server/db/database.ts';

const [url = '', pool = '', count = '0'] = process.argv.slice(2);
const database = await openDatabase(url);
const audit = createAuditLog(database, () => new Date());
process.send?.('ready');
await once(process, 'message');
for (let written = 0; written < Number(count); written++) {
  await audit.event({
    actor: consoleActor,
    pool,
    action: 'user.disable',
    target: { kind: 'user', name: `user-${written}`, sub: '' },
    input: {},
    outcome: 'succeeded',
  });
  // Lets the other process have its turn, since SQLite's lock knows no queue.
  await wait(1);
}
await database.destroy();
process.disconnect?.();
