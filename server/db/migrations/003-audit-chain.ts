import type { Kysely } from 'kysely';
import { auditHash } from '../audit-hash.ts';
import type { Tables } from '../schema.ts';

const newColumns = ['browser', 'reason', 'request_id', 'previous_hash', 'hash'] as const;

/** Seals the audit: every row carries a hash over itself and the hash of the row before. */
export async function up(database: Kysely<Tables>): Promise<void> {
  for (const column of newColumns) {
    await database.schema
      .alterTable('audit')
      .addColumn(column, 'text', (definition) => definition.notNull().defaultTo(''))
      .execute();
  }
  await database.schema
    .createTable('audit_chain')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('head_number', 'integer', (column) => column.notNull())
    .addColumn('head_hash', 'text', (column) => column.notNull())
    .addColumn('anchor_number', 'integer', (column) => column.notNull())
    .addColumn('anchor_hash', 'text', (column) => column.notNull())
    .execute();
  await database.schema.createIndex('audit_at').on('audit').column('at').execute();

  let headNumber = 0;
  let previousHash = '';
  const rows = await database.selectFrom('audit').selectAll().orderBy('number').execute();
  for (const row of rows) {
    const hash = auditHash({ ...row, previousHash });
    await database
      .updateTable('audit')
      .set({ previousHash, hash })
      .where('number', '=', row.number)
      .execute();
    headNumber = row.number;
    previousHash = hash;
  }
  await database
    .insertInto('auditChain')
    .values({ id: 1, headNumber, headHash: previousHash, anchorNumber: 0, anchorHash: '' })
    .execute();
}
