import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadConfig } from '../config.ts';
import { openDatabase } from '../db/database.ts';
import { readSigningKey } from './chain/checkpoint.ts';
import { compareWithCheckpoints } from './chain/compare.ts';
import { verifyAudit } from './chain/verify.ts';
import { describeTampering, summarise } from './chain/words.ts';

// npm run audit:verify [-- --checkpoints FILE [--public-key FILE]]
// Ends with 0 when nothing was touched, with 1 when something was, with 2 when it cannot tell.

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { checkpoints: { type: 'string' }, 'public-key': { type: 'string' } },
  });
  const { DATABASE_URL, DATABASE_URL_FILE, AUDIT_CHECKPOINT_KEY, AUDIT_CHECKPOINT_KEY_FILE } =
    process.env;
  const config = loadConfig({
    DATABASE_URL,
    DATABASE_URL_FILE,
    AUDIT_CHECKPOINT_KEY,
    AUDIT_CHECKPOINT_KEY_FILE,
  });
  const database = await openDatabase(config.databaseUrl);
  try {
    const verification = await verifyAudit(database);
    print(summarise(verification));
    for (const one of verification.tampering) print(`- ${describeTampering(one)}`);
    if (values.checkpoints === undefined) return verification.tampering.length === 0 ? 0 : 1;

    const key = keyFor(values['public-key'], config.audit.checkpointKey);
    const text = readFileSync(values.checkpoints, 'utf8');
    const { checkpoints, problems } = await compareWithCheckpoints(database, text, key);
    print(`${checkpoints} checkpoints were compared; ${problems.length} do not fit.`);
    for (const problem of problems) print(`- ${problem}`);
    if (checkpoints === 0) throw new Error('There is no checkpoint in this file.');
    return verification.tampering.length + problems.length === 0 ? 0 : 1;
  } finally {
    await database.destroy();
  }
}

function keyFor(publicKeyFile: string | undefined, signingKey: string | undefined): KeyObject {
  if (publicKeyFile !== undefined) return createPublicKey(readFileSync(publicKeyFile));
  if (signingKey !== undefined) return readSigningKey(signingKey);
  throw new Error('Give --public-key FILE, or set AUDIT_CHECKPOINT_KEY.');
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
