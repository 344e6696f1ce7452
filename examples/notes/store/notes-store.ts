import { DatabaseSync } from 'node:sqlite';

export type Person = { readonly id: number; readonly username: string; readonly name: string };

export type Note = { readonly id: number; readonly text: string; readonly written: string };

/** The application's own database: who its people are, and what they noted. */
export type NotesStore = ReturnType<typeof createNotesStore>;

/**
 * Opens the database, and makes its tables where they do not exist.
 *
 * @param file `:memory:` or a path
 */
export function createNotesStore(file: string) {
  const database = new DatabaseSync(file);
  database.exec(`
    PRAGMA foreign_keys = ON;
    CREATE TABLE IF NOT EXISTS person (
      id INTEGER PRIMARY KEY, sub TEXT NOT NULL UNIQUE, username TEXT NOT NULL, name TEXT NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS note (
      id INTEGER PRIMARY KEY,
      person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
      text TEXT NOT NULL,
      written TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS note_of_person ON note (person_id, id);
  `);
  const find = database.prepare('SELECT id, username, name FROM person WHERE sub = ?');
  const insert = database.prepare('INSERT INTO person (sub, username, name) VALUES (?, ?, ?)');
  const update = database.prepare('UPDATE person SET username = ?, name = ? WHERE sub = ?');
  const remove = database.prepare('DELETE FROM person WHERE sub = ?');
  const list = database.prepare(
    'SELECT id, text, written FROM note WHERE person_id = ? ORDER BY id DESC LIMIT 200',
  );
  const add = database.prepare('INSERT INTO note (person_id, text, written) VALUES (?, ?, ?)');
  const removeNote = database.prepare('DELETE FROM note WHERE id = ? AND person_id = ?');
  const counts = database.prepare(
    `SELECT person.username, count(note.id) AS notes
     FROM person LEFT JOIN note ON note.person_id = person.id
     GROUP BY person.id ORDER BY person.username LIMIT 200`,
  );
  const personOf = (sub: string): Person | undefined => {
    const row = find.get(sub);
    return row && { id: Number(row.id), username: String(row.username), name: String(row.name) };
  };
  return {
    person: personOf,
    /** Makes the record of a person, or brings it up to date. */
    savePerson(sub: string, username: string, name: string): Person {
      if (personOf(sub) === undefined) insert.run(sub, username, name);
      else update.run(username, name, sub);
      const person = personOf(sub);
      if (person === undefined) throw new Error('The record was not saved.');
      return person;
    },
    /** Deletes a person with all notes. */
    deletePerson: (sub: string): void => {
      remove.run(sub);
    },
    notesOf: ({ id }: Person): readonly Note[] =>
      list.all(id).map((row) => ({
        id: Number(row.id),
        text: String(row.text),
        written: String(row.written),
      })),
    addNote: ({ id }: Person, text: string, written: Date): void => {
      add.run(id, text, written.toISOString());
    },
    /** Only a person's own note. */
    deleteNote: ({ id }: Person, note: number): void => {
      removeNote.run(note, id);
    },
    noteCounts: (): readonly { username: string; notes: number }[] =>
      counts.all().map((row) => ({ username: String(row.username), notes: Number(row.notes) })),
    close: (): void => database.close(),
  };
}
