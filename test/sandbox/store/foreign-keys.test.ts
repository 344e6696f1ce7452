import { expect, test } from 'vitest';
import { Database } from '../../../server/sandbox/store/database.ts';
import { migrate } from '../../../server/sandbox/store/migrations.ts';

test('every reference between tables has an index, so that a deletion never walks a table', () => {
  const database = new Database(':memory:');
  migrate(database);
  const unindexed: string[] = [];
  let references = 0;
  for (const { name: table } of database.all(
    "SELECT name FROM sqlite_schema WHERE type = 'table'",
  )) {
    const indexed = database
      .all('SELECT name FROM pragma_index_list(?)', table ?? null)
      .map(({ name }) => database.get('SELECT name FROM pragma_index_info(?)', name ?? null)?.name);
    const [key] = database.all('SELECT name FROM pragma_table_info(?) WHERE pk = 1', table ?? null);
    for (const { from } of database.all(
      'SELECT * FROM pragma_foreign_key_list(?)',
      table ?? null,
    )) {
      references += 1;
      if (!indexed.includes(from) && key?.name !== from) unindexed.push(`${table}.${from}`);
    }
  }
  expect(references).toBeGreaterThan(10);
  expect(unindexed).toEqual([]);
});
