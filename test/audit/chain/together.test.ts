import { fork } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { compareWithCheckpoints } from '../../../server/audit/chain/compare.ts';
import { verifyAudit } from '../../../server/audit/chain/verify.ts';
import { readEnds } from '../../../server/audit/store/chain.ts';
import { createAuditLog } from '../../../server/audit/store.ts';
import { createCheckpoints } from '../../../server/audit/upkeep/checkpoints.ts';
import { keepRetention } from '../../../server/audit/upkeep/retention.ts';
import { openDatabase } from '../../../server/db/database.ts';
import { consoleForTest } from '../../helpers/console.ts';
import { eachDatabase } from '../../helpers/each-database.ts';
import { lengthenAudit } from '../../helpers/long-audit.ts';

const writer = fileURLToPath(new URL('writer.ts', import.meta.url));
const day = 86_400_000;
const page = '/pools/sandbox/audit/verify';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'audit-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

eachDatabase((open, name) => {
  it('tells the truth while two processes write, retention removes and checkpoints are signed', async () => {
    const folder = temporaryFolder();
    // Memory is one process's own.
    const url = name === 'SQLite' ? `file:${join(folder, 'console.db')}` : (await open()).url;
    const database = await openDatabase(url);
    onTestFinished(() => database.destroy());
    const { privateKey } = generateKeyPairSync('ed25519');
    const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const now = () => new Date();
    const audit = createAuditLog(database, now);
    const running = await consoleForTest({
      environment: { DATABASE_URL: url, AUDIT_CHECKPOINT_KEY: privateKeyPem },
    });
    const auditor = await running.signedIn('auditor');

    const file = join(folder, 'checkpoints');
    const settings = {
      retentionDays: undefined,
      checkpoints: { file },
      checkpointKey: privateKeyPem,
      checkpointMinutes: 60,
    };
    const checkpoints = createCheckpoints(settings, { database, now, log: () => undefined });

    const writers = ['one', 'two'].map((pool) => fork(writer, [url, pool, '150']));
    await Promise.all(writers.map((process) => once(process, 'message')));
    let isWriting = true;
    const ended = Promise.all(writers.map((process) => once(process, 'exit'))).finally(() => {
      isWriting = false;
    });
    const heads = new Set<number>();
    const anchors = new Set<number>();
    for (const process of writers) process.send('go');
    while (isWriting) {
      const aMomentAgo = new Date(Date.now() + day - 20);
      const [{ text }, comparison] = await Promise.all([
        auditor.get(page),
        checkpoints
          ?.write()
          .then(() => compareWithCheckpoints(database, readFileSync(file, 'utf8'), [privateKey])),
        keepRetention({ database, audit, checkpoints }, 1, aMomentAgo),
      ]);
      expect(text).toContain('The audit is whole');
      expect(comparison?.problems).toEqual([]);
      const { head, anchor } = await readEnds(database);
      heads.add(head.number);
      anchors.add(anchor.number);
    }
    expect((await ended).map(([code]) => code)).toEqual([0, 0]);
    // Otherwise nothing happened at the same time.
    expect(heads.size).toBeGreaterThan(2);
    expect(anchors.size).toBeGreaterThan(2);
    expect((await verifyAudit(database, { keys: [privateKey] })).tampering).toEqual([]);
    const { checkpoints: compared, problems } = await compareWithCheckpoints(
      database,
      readFileSync(file, 'utf8'),
      [privateKey],
    );
    expect(compared).toBeGreaterThan(2);
    expect(problems).toEqual([]);
  });

  it('does not take retention for tampering, nor tampering for retention', async () => {
    const { database } = await open();
    const audit = createAuditLog(database, () => new Date());
    await lengthenAudit(database, 2000);
    const removing = (remove: () => Promise<unknown>) => {
      let removed: Promise<unknown> | undefined;
      return async () => {
        const verification = await verifyAudit(database, {
          retentionDays: 1,
          // When the first slice was read, and most were not.
          told: ({ rows }) => {
            if (rows > 0) removed ??= remove();
          },
        });
        await removed;
        return verification;
      };
    };
    const byRetention = removing(() =>
      keepRetention({ database, audit, checkpoints: undefined }, 1, new Date()),
    );
    expect(await byRetention()).toMatchObject({ tampering: [] });
    // All of them are old; what tells so is the one that is left.
    expect(await verifyAudit(database, { retentionDays: 1 })).toMatchObject({
      rows: 1,
      anchor: { number: 2000 },
      tampering: [],
    });

    await lengthenAudit(database, 2000);
    const byHand = removing(() =>
      database
        .deleteFrom('audit')
        .where('number', '>=', 3000)
        .where('number', '<=', 3100)
        .execute(),
    );
    await byHand();
    expect((await verifyAudit(database, { retentionDays: 1 })).tampering).toEqual([
      { kind: 'removed', first: 3000, last: 3100 },
    ]);
  });
});
