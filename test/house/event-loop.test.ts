import { expect, it } from 'vitest';
import { readFiles } from './files.ts';

/** The console's own; the sandbox is a program beside it. */
const server = readFiles(['server'], '.ts').filter(
  ({ path }) => !path.startsWith('server/sandbox/'),
);

it('every connection to a database leaves the event loop free, so that every loop over a store does', () => {
  const opening = server.filter(({ text }) => /new Kysely\b/.test(text));
  expect(opening.map(({ path }) => path)).toContain('server/db/database.ts');
  const without = opening.filter(({ text }) => {
    const connections = text.match(/new Kysely\b/g)?.length ?? 0;
    return (text.match(/plugins: databasePlugins\(\)/g)?.length ?? 0) < connections;
  });
  expect(without.map(({ path }) => path)).toEqual([]);
  // Nothing goes round it.
  const around = server.filter(({ text }) => /withoutPlugins|\.stream\(/.test(text));
  expect(around.map(({ path }) => path)).toEqual(['server/db/driver/plugins.ts']);
});

it('SQLite is opened by the files of the database only, and asked through Kysely', () => {
  const opening = server.filter(({ text }) => /new DatabaseSync\b|from 'node:sqlite'/.test(text));
  expect(opening.filter(({ path }) => !path.startsWith('server/db/'))).toEqual([]);
});
