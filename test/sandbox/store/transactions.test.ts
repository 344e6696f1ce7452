import { expect, test } from 'vitest';
import { Database } from '../../../server/sandbox/store/database.ts';

function database(): Database {
  const made = new Database(':memory:');
  made.execute('CREATE TABLE notes (note TEXT PRIMARY KEY)');
  return made;
}

const notes = (of: Database) =>
  of.all('SELECT note FROM notes ORDER BY note').map((row) => row.note);

function add(to: Database, note: string): void {
  to.run('INSERT INTO notes (note) VALUES (?)', note);
}

test('a transaction that throws leaves nothing behind', () => {
  const store = database();
  expect(() =>
    store.transaction(() => {
      add(store, 'one');
      add(store, 'one');
    }),
  ).toThrow();
  expect(notes(store)).toEqual([]);
  store.transaction(() => add(store, 'two'));
  expect(notes(store)).toEqual(['two']);
});

test('a step inside a transaction can fail by itself', () => {
  const store = database();
  store.transaction(() => {
    add(store, 'before');
    expect(() =>
      store.transaction(() => {
        add(store, 'inside');
        throw new Error('no');
      }),
    ).toThrow('no');
    add(store, 'after');
  });
  expect(notes(store)).toEqual(['after', 'before']);
});

test('a step that succeeded goes when the whole fails', () => {
  const store = database();
  expect(() =>
    store.transaction(() => {
      store.transaction(() => add(store, 'inside'));
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(notes(store)).toEqual([]);
});
