import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import type { AuditFilter } from '../../server/audit/entry.ts';
import { newestFirst } from '../../server/audit/store/entries.ts';
import { openDatabase } from '../../server/db/database.ts';

it.each<[string, AuditFilter]>([
  ['a pool', { pool: 'main' }],
  ['a later page', { pool: 'main', before: 90_000 }],
  ['an operator', { pool: 'main', operator: 'admin' }],
  ['an outcome', { pool: 'main', outcome: 'failed' }],
  ['an action', { pool: 'main', action: 'user.disable' }],
  ['a name', { pool: 'main', targetName: 'alice' }],
])('Entries of %s are read in their order, not sorted for every page', async (_, filter) => {
  const database = await openDatabase('file::memory:');
  onTestFinished(() => database.destroy());
  const plan = await newestFirst(database, filter).limit(50).explain(undefined, sql`query plan`);
  const steps = plan.map(({ detail }) => String(detail));
  expect(steps.length).toBeGreaterThan(1);
  expect(steps.join('\n')).not.toContain('TEMP B-TREE');
});

it('Entries about one target are found by it', async () => {
  const database = await openDatabase('file::memory:');
  onTestFinished(() => database.destroy());
  const target = { kind: 'user', name: 'alice' } as const;
  const plan = await newestFirst(database, { pool: 'main', target }).explain(
    undefined,
    sql`query plan`,
  );
  expect(plan.map(({ detail }) => String(detail)).join('\n')).toContain(
    'audit_target (pool=? AND target_kind=? AND target_name=?)',
  );
});

it('Entries from a number on are found by it, however long the audit is', async () => {
  const database = await openDatabase('file::memory:');
  onTestFinished(() => database.destroy());
  const filter: AuditFilter = { outcome: 'started', since: 90_000, until: new Date(1) };
  const plan = await newestFirst(database, filter).explain(undefined, sql`query plan`);
  const steps = plan.map(({ detail }) => String(detail)).join('\n');
  expect(steps).toContain('SEARCH entry USING INTEGER PRIMARY KEY (rowid>?)');
});
