import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { CamelCasePlugin, Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { describe, expect, it, onTestFinished } from 'vitest';
import { verifyAudit } from '../../server/audit/chain/verify.ts';
import { consoleActor } from '../../server/audit/entry.ts';
import { createAuditLog } from '../../server/audit/store.ts';
import { openDatabase } from '../../server/db/database.ts';
import { migrations } from '../../server/db/migrations/index.ts';
import { sqliteDialect } from '../../server/db/sqlite.ts';
import { eachDatabase, onPostgres } from '../helpers/each-database.ts';
import { lengthenAudit } from '../helpers/long-audit.ts';

const cwd = fileURLToPath(new URL('../..', import.meta.url));

function verify(url: string): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, DATABASE_URL: url };
    const command = ['server/audit/verify-main.ts'];
    execFile(process.execPath, command, { cwd, env }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), text: stdout + stderr });
    });
  });
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'read-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** Every file of a folder with a hash of what is in it. */
function contentOf(place: string): Record<string, string> {
  const hash = (name: string): string =>
    createHash('sha256')
      .update(readFileSync(join(place, name)))
      .digest('hex');
  return Object.fromEntries(readdirSync(place).map((name) => [name, hash(name)]));
}

const whole = /^The audit is whole: 40 rows/;

describe('npm run audit:verify', () => {
  it('says that there is no database at a missing path, and creates none', async () => {
    const place = folder();
    const missing = join(place, 'some', 'folder', 'typo.db');
    expect(await verify(`file:${missing}`)).toEqual({
      code: 2,
      text: `There is no database at ${missing}.\n`,
    });
    expect(readdirSync(place)).toEqual([]);
  });

  it('leaves a file as it is, one that it may not write to included', async () => {
    const place = folder();
    const path = join(place, 'console.db');
    const database = await openDatabase(`file:${path}`);
    await lengthenAudit(database, 40);
    await database.destroy();
    const before = contentOf(place);
    expect(await verify(`file:${path}`)).toMatchObject({
      code: 0,
      text: expect.stringMatching(whole),
    });
    expect(contentOf(place)).toEqual(before);
    chmodSync(path, 0o400);
    chmodSync(place, 0o500);
    expect((await verify(`file:${path}`)).code).toBe(0);
    chmodSync(place, 0o700);
    expect(contentOf(place)).toEqual(before);
  });

  it('sees what a console that runs beside it has written', async () => {
    const place = folder();
    const path = join(place, 'console.db');
    const database = await openDatabase(`file:${path}`);
    onTestFinished(() => database.destroy());
    await lengthenAudit(database, 40);
    // Nearly everything is in the log beside it.
    expect(readdirSync(place)).toContain('console.db-wal');
    expect(await verify(`file:${path}`)).toMatchObject({
      code: 0,
      text: expect.stringMatching(whole),
    });
  });

  it('brings no database of an earlier version up to date, and says so', async () => {
    const place = folder();
    const path = join(place, 'console.db');
    const earlier = new Kysely({ dialect: sqliteDialect(path), plugins: [new CamelCasePlugin()] });
    const provider = { getMigrations: async () => migrations };
    const { error } = await new Migrator({ db: earlier, provider }).migrateTo('007-directory-mfa');
    await earlier.destroy();
    expect(error).toBeUndefined();
    const before = contentOf(place);
    const { code, text } = await verify(`file:${path}`);
    expect([code, text]).toEqual([2, expect.stringContaining('of an earlier version')]);
    expect(contentOf(place)).toEqual(before);
  });

  it('says so when the file is no database of a console', async () => {
    const place = folder();
    writeFileSync(join(place, 'text.db'), 'no database\n'.repeat(100));
    new DatabaseSync(join(place, 'other.db')).exec('create table other (id integer)');
    for (const name of ['text.db', 'other.db']) {
      const before = contentOf(place);
      expect(await verify(`file:${join(place, name)}`)).toEqual({
        code: 2,
        text: 'DATABASE_URL names no database of a console.\n',
      });
      expect(contentOf(place)).toEqual(before);
    }
  });

  onPostgres((freshDatabase) => {
    it('makes no tables in an empty database', async () => {
      const url = await freshDatabase();
      expect(await verify(url)).toEqual({
        code: 2,
        text: 'DATABASE_URL names no database of a console.\n',
      });
      const database = await openDatabase(url);
      onTestFinished(() => database.destroy());
      await lengthenAudit(database, 40);
      expect(await verify(url)).toMatchObject({ code: 0, text: expect.stringMatching(whole) });
    });
  });
});

eachDatabase((open) => {
  it('verifies one snapshot, however much is written meanwhile', async () => {
    const { database } = await open();
    await lengthenAudit(database, 3000);
    const audit = createAuditLog(database, () => new Date());
    const writing: Promise<number>[] = [];
    const verification = await verifyAudit(database, {
      told() {
        const event = {
          actor: consoleActor,
          pool: 'main',
          action: 'user.disable',
          target: { kind: 'user', name: 'anna', sub: '' },
          input: {},
          outcome: 'succeeded',
        } as const;
        for (let count = 0; count < 40; count++) writing.push(audit.event(event));
      },
    });
    await Promise.all(writing);
    expect(writing.length).toBeGreaterThan(100);
    expect(verification).toMatchObject({ rows: 3000, head: { number: 3000 }, tampering: [] });
    expect((await verifyAudit(database)).rows).toBe(3000 + writing.length);
  });
});
