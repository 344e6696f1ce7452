import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { verifyAudit } from '../../../server/audit/chain/verify.ts';
import { openDatabase } from '../../../server/db/database.ts';

const writer = fileURLToPath(new URL('writer.ts', import.meta.url));

it('stays one chain when two processes write to the same SQLite file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'audit-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const url = `file:${join(folder, 'audit.db')}`;
  const database = await openDatabase(url);
  onTestFinished(() => database.destroy());

  const writers = ['one', 'two'].map((name) => fork(writer, [url, name, '100']));
  await Promise.all(writers.map((process) => once(process, 'message')));
  const ended = writers.map((process) => once(process, 'exit'));
  for (const process of writers) process.send('go');
  const codes = (await Promise.all(ended)).map(([code]) => code);
  expect(codes).toEqual([0, 0]);
  expect(await verifyAudit(database)).toMatchObject({ rows: 200, tampering: [] });
  const rows = await database.selectFrom('audit').select('pool').orderBy('number').execute();
  const turns = rows.filter(({ pool }, index) => pool !== rows[index - 1]?.pool).length;
  const oneAfterTheOther = 2;
  expect(turns).toBeGreaterThan(oneAfterTheOther);
});
