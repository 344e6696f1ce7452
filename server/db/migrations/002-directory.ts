import { type CreateTableBuilder, type Kysely, sql } from 'kysely';
import { isPostgres } from '../dialect.ts';
import { identityOf, orderedText } from './columns.ts';

/** The mirror of the managed pools: users, groups, who is in them, history and counts. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  const text = orderedText(database);
  /** SQLite keeps a table whose key is all there is to it in one tree instead of two. */
  const inOneTree = <Name extends string>(table: CreateTableBuilder<Name, string>) =>
    isPostgres(database) ? table : table.modifyEnd(sql`without rowid`);

  await schema
    .createTable('directory_pool')
    .addColumn('id', 'integer', identityOf(database))
    .addColumn('alias', 'text', (column) => column.notNull().unique())
    .addColumn('lease_holder', 'text', (column) => column.notNull())
    .addColumn('lease_until', 'bigint', (column) => column.notNull())
    .addColumn('complete_as_of', 'bigint')
    .addColumn('walk', 'text', (column) => column.notNull())
    .addColumn('seen', 'text', (column) => column.notNull())
    .addColumn('progress', 'text', (column) => column.notNull())
    .addColumn('problem', 'text', (column) => column.notNull())
    .addColumn('requested_at', 'bigint', (column) => column.notNull())
    .execute();

  await schema
    .createTable('directory_user')
    .addColumn('id', 'integer', identityOf(database))
    .addColumn('pool_id', 'integer', (column) => column.notNull())
    .addColumn('sub', text, (column) => column.notNull())
    .addColumn('username', text, (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('is_enabled', 'integer', (column) => column.notNull())
    .addColumn('verified', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('modified_at', 'bigint', (column) => column.notNull())
    .addColumn('deleted_at', 'bigint')
    .addColumn('written_at', 'bigint', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('search_text', 'text', (column) => column.notNull())
    .addColumn('attributes', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createIndex('directory_user_sub')
    .unique()
    .on('directory_user')
    .columns(['pool_id', 'sub'])
    .execute();
  await schema
    .createIndex('directory_user_username')
    .on('directory_user')
    .columns(['pool_id', 'username'])
    .execute();
  await schema
    .createIndex('directory_user_created')
    .on('directory_user')
    // With what facets tell apart, a list that is narrowed by them is read off the index alone.
    .columns(['pool_id', 'created_at', 'id', 'status', 'is_enabled', 'verified'])
    .where(sql.ref('deleted_at'), 'is', null)
    .execute();
  await schema
    .createIndex('directory_user_facets')
    .on('directory_user')
    .columns(['pool_id', 'status', 'is_enabled', 'verified'])
    .where(sql.ref('deleted_at'), 'is', null)
    .execute();
  await sql`create index directory_user_stuck on directory_user (pool_id, status, modified_at)
    where deleted_at is null and is_enabled = 1
    and status in ('FORCE_CHANGE_PASSWORD', 'UNCONFIRMED', 'RESET_REQUIRED')`.execute(database);

  await schema
    .createTable('directory_attribute')
    .addColumn('pool_id', 'integer', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('ordered_to', 'integer')
    .addColumn('is_ordered', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('directory_attribute_key', ['pool_id', 'name'])
    .addUniqueConstraint('directory_attribute_number', ['pool_id', 'number'])
    .execute();
  await inOneTree(
    schema
      .createTable('directory_order')
      .addColumn('pool_id', 'integer', (column) => column.notNull())
      .addColumn('attribute', 'integer', (column) => column.notNull())
      .addColumn('key', text, (column) => column.notNull())
      .addColumn('user_id', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('directory_order_key', ['pool_id', 'attribute', 'key', 'user_id']),
  ).execute();

  await schema
    .createTable('directory_group')
    .addColumn('id', 'integer', identityOf(database))
    .addColumn('pool_id', 'integer', (column) => column.notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addUniqueConstraint('directory_group_name', ['pool_id', 'name'])
    .execute();
  await inOneTree(
    schema
      .createTable('directory_membership')
      .addColumn('group_id', 'integer', (column) => column.notNull())
      .addColumn('user_id', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('directory_membership_key', ['group_id', 'user_id']),
  ).execute();
  await schema
    .createIndex('directory_membership_user')
    .on('directory_membership')
    .columns(['user_id', 'group_id'])
    .execute();

  await schema
    .createTable('directory_change')
    .addColumn('id', 'integer', identityOf(database))
    .addColumn('pool_id', 'integer', (column) => column.notNull())
    .addColumn('user_id', 'integer', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('field', 'text', (column) => column.notNull())
    .addColumn('old_value', 'text', (column) => column.notNull())
    .addColumn('new_value', 'text', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('audit_number', 'integer')
    .execute();
  await schema
    .createIndex('directory_change_user')
    .on('directory_change')
    .columns(['user_id', 'id'])
    .execute();

  await inOneTree(
    schema
      .createTable('directory_count')
      .addColumn('pool_id', 'integer', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('name', text, (column) => column.notNull())
      .addColumn('value', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('directory_count_key', ['pool_id', 'kind', 'name']),
  ).execute();

  await createTextIndex(database);
}

/**
 * SQLite's index holds only which rows have which three letters; whether they stand together is
 * looked up in `search_text`. That halves its size and what writing costs.
 *
 * Its parts are merged sixteen at a time instead of four: a fifth less work for who writes, and
 * nothing that could be measured for who searches.
 *
 * Sources: SQLite FTS5, "The Trigram Tokenizer", "The Detail Option" and "The 'automerge'
 * Configuration Option"; PostgreSQL, pg_trgm.
 */
async function createTextIndex(database: Kysely<unknown>): Promise<void> {
  if (!isPostgres(database)) {
    await sql`create virtual table directory_text using fts5(
      text, content = '', contentless_delete = 1, detail = none,
      tokenize = 'trigram case_sensitive 1')`.execute(database);
    await sql`insert into directory_text (directory_text, rank) values ('automerge', 16)`.execute(
      database,
    );
    return;
  }
  await sql`create extension if not exists pg_trgm`.execute(database);
  await sql`create index directory_user_text on directory_user
    using gin (search_text gin_trgm_ops) where deleted_at is null`.execute(database);
}
