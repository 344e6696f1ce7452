import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readExistingDatabase } from '../db/driver/existing-database.ts';
import { readAuditConfig } from './audit-config.ts';
import { readSigningKey } from './chain/checkpoint.ts';
import { compareWithCheckpoints } from './chain/compare.ts';
import { verifyAudit } from './chain/verify.ts';
import { describeTampering, summarise } from './chain/words.ts';

// npm run audit:verify [-- --checkpoints FILE] [--public-key FILE ...]
// Writes nothing. Ends with 0 when nothing was touched, with 1 when something was, with 2 when it cannot tell.

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      checkpoints: { type: 'string' },
      'public-key': { type: 'string', multiple: true },
    },
  });
  const config = readAuditConfig(process.env);
  const keys = keysFor(values['public-key'], config.audit.checkpointKey);
  if (values.checkpoints !== undefined && keys.length === 0) {
    throw new Error('Give --public-key FILE, or set AUDIT_CHECKPOINT_KEY.');
  }
  const { retentionDays } = config.audit;
  return readExistingDatabase(config.databaseUrl, async (database) => {
    const verification = await verifyAudit(database, { keys, retentionDays });
    print(summarise(verification));
    for (const one of verification.tampering) print(`- ${describeTampering(one)}`);
    if (values.checkpoints === undefined) return verification.tampering.length === 0 ? 0 : 1;

    const text = readFileSync(values.checkpoints, 'utf8');
    const { checkpoints, problems } = await compareWithCheckpoints(database, text, keys);
    print(`${checkpoints} checkpoints were compared; ${problems.length} do not fit.`);
    for (const problem of problems) print(`- ${problem}`);
    if (checkpoints === 0) throw new Error('There is no checkpoint in this file.');
    return verification.tampering.length + problems.length === 0 ? 0 : 1;
  });
}

function keysFor(
  publicKeyFiles: readonly string[] = [],
  signingKey: string | undefined,
): readonly KeyObject[] {
  const keys = publicKeyFiles.map((file) => createPublicKey(readFileSync(file)));
  return signingKey === undefined ? keys : [...keys, readSigningKey(signingKey)];
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
