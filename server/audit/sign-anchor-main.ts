import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openDatabase } from '../db/database.ts';
import { readAuditConfig } from './audit-config.ts';
import { readSigningKey, signCheckpoint } from './chain/checkpoint.ts';
import { consoleActor } from './entry.ts';
import { readEnds } from './store/chain.ts';
import { storeAnchorCheckpoint } from './store/prune.ts';
import { createAuditLog } from './store.ts';

// npm run audit:sign-anchor -- --through NUMBER [--checkpoints FILE]
// Signs that everything up to this entry was removed by retention, which did that without this key.

async function main(): Promise<string> {
  const { values } = parseArgs({
    options: { through: { type: 'string' }, checkpoints: { type: 'string' } },
  });
  const config = readAuditConfig(process.env);
  if (config.audit.checkpointKey === undefined) throw new Error('Set AUDIT_CHECKPOINT_KEY.');
  const key = readSigningKey(config.audit.checkpointKey);
  const database = await openDatabase(config.databaseUrl);
  try {
    const { head, anchor } = await readEnds(database);
    if (anchor.number === 0)
      return 'Nothing was removed from this audit, so there is no anchor to sign.';
    if (values.through !== String(anchor.number)) {
      throw new Error(
        `Entries 1 to ${anchor.number} are gone. If retention removed all of them, sign that with --through ${anchor.number}.`,
      );
    }
    const now = () => new Date();
    await createAuditLog(database, now).event({
      actor: consoleActor,
      pool: '',
      action: 'audit.sign-anchor',
      target: { kind: 'pool', name: '', sub: '' },
      input: { throughEntry: anchor.number },
      outcome: 'succeeded',
    });
    const line = signCheckpoint({ head, anchor }, now(), key);
    if (values.checkpoints !== undefined) appendFileSync(values.checkpoints, `${line}\n`);
    await storeAnchorCheckpoint(database, anchor, line);
    return `It is signed now that entries 1 to ${anchor.number} were removed by retention.`;
  } finally {
    await database.destroy();
  }
}

try {
  process.stdout.write(`${await main()}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
