import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { consoleActor } from '../../server/audit/entry.ts';
import { createAuditLog } from '../../server/audit/store.ts';
import { createCheckpoints } from '../../server/audit/upkeep/checkpoints.ts';
import { auditHash } from '../../server/db/audit-hash.ts';
import { type Database, openDatabase } from '../../server/db/database.ts';
import { consoleForTest } from '../helpers/console.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const keys = generateKeyPairSync('ed25519', {
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'audit-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

function verify(url: string, ...options: string[]): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    const command = ['server/audit/verify-main.ts', ...options];
    const env = { ...process.env, DATABASE_URL: url };
    execFile(process.execPath, command, { cwd: root, env }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), text: stdout + stderr });
    });
  });
}

async function filled(url: string, entries: number): Promise<Database> {
  const database = await openDatabase(url);
  onTestFinished(() => database.destroy());
  const audit = createAuditLog(database, () => new Date());
  for (let count = 0; count < entries; count++) {
    await audit.event({
      actor: consoleActor,
      pool: 'main',
      action: 'user.disable',
      target: { kind: 'user', name: `user-${count}`, sub: '' },
      input: {},
      outcome: 'succeeded',
    });
  }
  return database;
}

it('ends with 0 for a whole audit, and with 1 and the entry for one that was touched', async () => {
  const url = `file:${join(folder(), 'audit.db')}`;
  const database = await filled(url, 4);
  expect(await verify(url)).toEqual({
    code: 0,
    text: 'The audit is whole: 4 rows, each sealed and in its place, up to entry 4.\n',
  });
  await database.updateTable('audit').set({ targetName: 'x' }).where('number', '=', 2).execute();
  await database.deleteFrom('audit').where('number', '=', 4).execute();
  const touched = await verify(url);
  expect(touched.code).toBe(1);
  expect(touched.text).toContain('- Entry 2 was changed.\n- Entry 4 was removed.\n');
});

it('shows by checkpoints that the whole chain was sealed anew', async () => {
  const place = folder();
  const url = `file:${join(place, 'audit.db')}`;
  const file = join(place, 'checkpoints.log');
  const publicKey = join(place, 'public.pem');
  writeFileSync(publicKey, keys.publicKey);
  const database = await filled(url, 3);
  const settings = {
    retentionDays: undefined,
    checkpoints: { file },
    checkpointKey: keys.privateKey,
    checkpointMinutes: 1,
  };
  const checkpoints = createCheckpoints(settings, {
    database,
    now: () => new Date(),
    log: () => {},
  });
  await checkpoints?.write();
  await checkpoints?.write();
  appendFileSync(file, 'a line of something else\n');
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(3);
  const options = ['--checkpoints', file, '--public-key', publicKey];
  const whole = await verify(url, ...options);
  expect(whole).toMatchObject({
    code: 0,
    text: expect.stringContaining('1 checkpoints were compared; 0 do not fit.'),
  });

  await sealAnew(database);
  expect((await verify(url)).code).toBe(0);
  const forged = await verify(url, ...options);
  expect(forged.code).toBe(1);
  expect(forged.text).toContain('about entry 3: this entry or one before it was changed');

  writeFileSync(file, readFileSync(file, 'utf8').replace('"number":3', '"number":2'));
  expect((await verify(url, ...options)).text).toContain('was not signed by this key');
  writeFileSync(file, 'nothing\n');
  expect((await verify(url, ...options)).code).toBe(2);
});

/** What somebody with the database and our source can do. */
async function sealAnew(database: Database): Promise<void> {
  await database.updateTable('audit').set({ targetName: 'x' }).where('number', '=', 2).execute();
  let previousHash = '';
  for (const row of await database.selectFrom('audit').selectAll().orderBy('number').execute()) {
    const hash = auditHash({ ...row, previousHash });
    const change = { previousHash, hash };
    await database.updateTable('audit').set(change).where('number', '=', row.number).execute();
    previousHash = hash;
  }
  await database.updateTable('auditChain').set({ headHash: previousHash }).execute();
}

it('writes checkpoints while the console runs, and the last one when it ends', async () => {
  const place = folder();
  const file = join(place, 'checkpoints.log');
  const DATABASE_URL = `file:${join(place, 'console.db')}`;
  const running = await consoleForTest({
    environment: {
      DATABASE_URL,
      AUDIT_CHECKPOINTS: `file:${file}`,
      AUDIT_CHECKPOINT_KEY: keys.privateKey,
    },
  });
  const admin = await running.signedIn('admin');
  await admin.post('/pools/sandbox/users/admin/actions/disable');
  await running.close();
  const publicKey = join(place, 'public.pem');
  writeFileSync(publicKey, keys.publicKey);
  const { code, text } = await verify(
    DATABASE_URL,
    '--checkpoints',
    file,
    '--public-key',
    publicKey,
  );
  expect(text).toContain('0 do not fit');
  expect(code).toBe(0);
});
