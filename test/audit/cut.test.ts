import { execFile } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { compareWithCheckpoints } from '../../server/audit/chain/compare.ts';
import { type VerifyOptions, verifyAudit } from '../../server/audit/chain/verify.ts';
import { describeTampering } from '../../server/audit/chain/words.ts';
import { hashOfRow, readEnds } from '../../server/audit/store/chain.ts';
import { createAuditLog } from '../../server/audit/store.ts';
import { createCheckpoints } from '../../server/audit/upkeep/checkpoints.ts';
import { keepRetention } from '../../server/audit/upkeep/retention.ts';
import { auditHash } from '../../server/db/audit-hash.ts';
import { type Database, openDatabase } from '../../server/db/database.ts';
import { consoleForTest, launchConsole } from '../helpers/console.ts';
import { eachDatabase } from '../helpers/each-database.ts';
import { lengthenAudit } from '../helpers/long-audit.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const keys = [publicKey];

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'cut-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** What somebody with the database can do: the first entries are gone, and the rest is one chain. */
async function cut(database: Database, through: number): Promise<void> {
  const anchorHash = await hashOfRow(database, through);
  await database.deleteFrom('audit').where('number', '<=', through).execute();
  await database.updateTable('auditChain').set({ anchorNumber: through, anchorHash }).execute();
}

/** The whole history replaced by one that never was, behind an anchor of one's choice. */
async function invent(database: Database, anchorNumber: number, anchorHash: string) {
  const rows = await database.selectFrom('audit').selectAll().orderBy('number').execute();
  await database.deleteFrom('audit').execute();
  let previousHash = anchorHash;
  let number = anchorNumber;
  for (const row of rows) {
    number += 1;
    const content = { ...row, number, previousHash, operatorUsername: 'somebody-else' };
    previousHash = auditHash(content);
    await database
      .insertInto('audit')
      .values({ ...content, hash: previousHash })
      .execute();
  }
  await database
    .updateTable('auditChain')
    .set({ anchorNumber, anchorHash, headNumber: number, headHash: previousHash })
    .execute();
}

eachDatabase((open) => {
  const filled = async (entries: number) => {
    const { database } = await open();
    await lengthenAudit(database, entries);
    const file = join(folder(), 'checkpoints');
    const settings = {
      retentionDays: undefined,
      checkpoints: { file },
      checkpointKey: pem,
      checkpointMinutes: 60,
    };
    const now = () => new Date();
    const checkpoints = createCheckpoints(settings, { database, now, log: () => undefined });
    if (checkpoints === undefined) throw new Error('There is a key.');
    const audit = createAuditLog(database, now);
    const found = async (options: VerifyOptions) =>
      (await verifyAudit(database, options)).tampering.map(describeTampering);
    const compared = async () =>
      (await compareWithCheckpoints(database, readFileSync(file, 'utf8'), keys)).problems;
    return { database, audit, checkpoints, file, found, compared };
  };
  const unsigned =
    'Entries 1 to 4 were removed, and no signed checkpoint says that retention did it.';

  it('finds that the first entries were deleted and the anchor moved, though the rest is one chain', async () => {
    const { database, checkpoints, found, compared } = await filled(9);
    await checkpoints.write();
    await cut(database, 4);
    expect(await found({ keys })).toEqual([unsigned]);
    // Whatever the settings say of retention.
    expect(await found({ keys, retentionDays: 1 })).toEqual([unsigned]);
    expect(await found({})).toEqual([
      'Entries 1 to 4 were removed, though no retention is set (AUDIT_RETENTION_DAYS) and there is no key for signed checkpoints.',
    ]);
    // The next checkpoints do not make it genuine; the rest is as it was.
    await lengthenAudit(database, 1);
    await expect(checkpoints.write()).rejects.toThrow('Entries 1 to 4 of the audit were removed');
    expect(await found({ keys })).toEqual([unsigned]);
    expect(await compared()).toEqual([]);
  });

  it('finds an invented history, with an anchor, with none, and behind a genuine one', async () => {
    const { database, checkpoints, found, compared } = await filled(9);
    await checkpoints.write();
    await invent(database, 20, 'a'.repeat(64));
    // Every checkpoint is about an entry before the anchor.
    expect(await compared()).toEqual([]);
    expect(await found({ keys })).toEqual([
      'Entries 1 to 20 were removed, and no signed checkpoint says that retention did it.',
    ]);
    await invent(database, 0, '');
    expect(await found({ keys })).toEqual([]);
    expect(await compared()).toEqual([expect.stringContaining('about entry 9')]);

    const second = await filled(9);
    await keepRetention(second, 1, new Date());
    await lengthenAudit(second.database, 5);
    await second.checkpoints.write();
    const { anchor } = await readEnds(second.database);
    expect(anchor.number).toBe(9);
    await invent(second.database, anchor.number, anchor.hash);
    expect(await second.found({ keys })).toEqual([]);
    expect(await second.compared()).toEqual([
      expect.stringMatching(/about entry 15: .* was changed/),
    ]);
  });

  it('still reads checkpoints of the first form, which name no anchor', async () => {
    const { database } = await filled(5);
    const hash = (await hashOfRow(database, 4)) ?? '';
    const content = { number: 4, hash, at: '2026-01-01T00:00:00.000Z' };
    const text = JSON.stringify(['poolkeeper-audit-checkpoint-1', ...Object.values(content)]);
    const signature = sign(null, Buffer.from(text), privateKey).toString('base64');
    const line = { checkpoint: 'poolkeeper-audit-1', ...content, key: '0', signature };
    const logged = JSON.stringify({ level: 30, checkpoint: line, msg: 'audit checkpoint' });
    const whole = { checkpoints: 1, problems: [] };
    expect(await compareWithCheckpoints(database, logged, keys)).toEqual(whole);
    await invent(database, 0, '');
    expect((await compareWithCheckpoints(database, logged, keys)).problems).toHaveLength(1);
    const forged = logged.replace('"number":4', '"number":3');
    expect((await compareWithCheckpoints(database, forged, keys)).problems).toEqual([
      expect.stringContaining('was not signed by this key'),
    ]);
  });

  it('signs an anchor before it removes, so that what retention does is no finding', async () => {
    const { database, audit, checkpoints, file, found, compared } = await filled(2500);
    await keepRetention({ database, audit, checkpoints }, 1, new Date());
    const { anchor, anchorCheckpoint } = await readEnds(database);
    expect(anchor.number).toBe(2500);
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    expect(lines.at(-1)).toBe(anchorCheckpoint);
    // No transaction removes more than a process can do in some milliseconds.
    expect(lines.map((line) => JSON.parse(line).anchorNumber)).toEqual([1000, 2000, 2500]);
    expect(await found({ keys })).toEqual([]);
    expect(await compared()).toEqual([]);
    // Signed by somebody else.
    const other = generateKeyPairSync('ed25519').publicKey;
    expect(await found({ keys: [other] })).toHaveLength(1);
    expect(await found({ keys: [other, publicKey] })).toEqual([]);
    await database.updateTable('auditChain').set({ anchorCheckpoint: '' }).execute();
    expect(await found({ keys })).toHaveLength(1);
  });

  it('removes nothing when the checkpoint cannot be written first', async () => {
    const { database, audit, file, found } = await filled(9);
    const settings = {
      retentionDays: 1,
      checkpoints: { file: join(file, 'no', 'folder') },
      checkpointKey: pem,
      checkpointMinutes: 60,
    };
    const now = () => new Date();
    const checkpoints = createCheckpoints(settings, { database, now, log: () => undefined });
    await expect(keepRetention({ database, audit, checkpoints }, 1, now())).rejects.toThrow(
      /ENOENT/,
    );
    expect(await verifyAudit(database, { keys })).toMatchObject({ rows: 9, tampering: [] });
    expect(await found({ keys })).toEqual([]);
  });

  it('removes nothing that was touched, nor behind an anchor that is not signed', async () => {
    const { database, audit, checkpoints } = await filled(5);
    const number = await audit.event({
      ...(await firstIntent(audit)),
      outcome: 'succeeded',
    });
    // As if it were old enough.
    await database.updateTable('audit').set({ at: 1 }).where('number', '=', number).execute();
    const retention = () => keepRetention({ database, audit, checkpoints }, 1, new Date());
    await expect(retention()).rejects.toThrow(`Entry ${number} was changed.`);
    expect((await verifyAudit(database)).rows).toBe(number);
    await database.deleteFrom('audit').where('number', '=', number).execute();
    await cut(database, 3);
    await expect(retention()).rejects.toThrow('Entries 1 to 3 of the audit were removed');
  });

  async function firstIntent(audit: ReturnType<typeof createAuditLog>) {
    const entry = await audit.find(1);
    if (entry === undefined) throw new Error('The audit is empty.');
    return entry;
  }
});

function run(command: string, environment: Record<string, string>, ...options: string[]) {
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  return new Promise<{ code: number; text: string }>((resolve) => {
    const env = { ...process.env, ...environment };
    execFile(process.execPath, [command, ...options], { cwd, env }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), text: stdout + stderr });
    });
  });
}

it('shows on the page and by the command that entries were cut off, until that is signed', async () => {
  const place = folder();
  const url = `file:${join(place, 'console.db')}`;
  const publicKeyFile = join(place, 'public.pem');
  writeFileSync(publicKeyFile, publicKey.export({ type: 'spki', format: 'pem' }));
  const database = await openDatabase(url);
  onTestFinished(() => database.destroy());
  await lengthenAudit(database, 40);
  const running = await consoleForTest({
    environment: { DATABASE_URL: url, AUDIT_CHECKPOINT_KEY: pem },
  });
  const auditor = await running.signedIn('auditor');
  expect((await auditor.get('/pools/sandbox/audit/verify')).text).toContain('The audit is whole');
  await cut(database, 30);
  const sentence =
    'Entries 1 to 30 were removed, and no signed checkpoint says that retention did it.';
  const page = await auditor.get('/pools/sandbox/audit/verify');
  expect(page.text).toContain('The audit was tampered with');
  expect(page.text).toContain(sentence);
  expect(page.body).not.toContain('href="/pools/sandbox/audit/1"');

  const verify = () =>
    run('server/audit/verify-main.ts', { DATABASE_URL: url }, '--public-key', publicKeyFile);
  const touched = await verify();
  expect(touched.text).toContain(`- ${sentence}`);
  expect(touched.code).toBe(1);

  const sign = (...options: string[]) =>
    run(
      'server/audit/sign-anchor-main.ts',
      { DATABASE_URL: url, AUDIT_CHECKPOINT_KEY: pem },
      ...options,
    );
  expect(await sign()).toEqual({
    code: 1,
    text: 'Entries 1 to 30 are gone. If retention removed all of them, sign that with --through 30.\n',
  });
  expect((await sign('--through', '30')).code).toBe(0);
  const accepted = await verify();
  expect(accepted.text).toContain(
    'It begins behind entry 30: retention removed what was older, as is signed.',
  );
  expect(accepted.code).toBe(0);
  const audit = await auditor.get('/pools/sandbox/audit?actionId=audit.sign-anchor');
  expect(audit.text).toContain('Sign what retention removed');
});

it('does not start when checkpoints cannot be written to their file', async () => {
  const file = join(folder(), 'no-folder', 'checkpoints');
  const environment = { AUDIT_CHECKPOINT_KEY: pem, AUDIT_CHECKPOINTS: `file:${file}` };
  await expect(launchConsole({ environment })).rejects.toThrow(
    `AUDIT_CHECKPOINTS names a file that cannot be written: ${file}`,
  );
  expect(existsSync(file)).toBe(false);
});
