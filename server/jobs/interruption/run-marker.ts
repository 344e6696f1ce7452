import { readFile, rename, writeFile } from 'node:fs/promises';

/**
 * Remembers outside of the database when jobs were last carried out in it. A database that says less than
 * its marker is an older copy, put back in its place.
 */
export type RunMarker = {
  /** Milliseconds; undefined where there is no marker. */
  read(): Promise<number | undefined>;
  write(renewedAt: number): Promise<void>;
};

/**
 * The marker of a console's database: a small file beside one of SQLite, `poolkeeper.db.jobs`.
 *
 * @param databaseUrl as `openDatabase` takes it
 * @returns undefined for PostgreSQL, which shows by itself that it was restored, and in memory
 */
export function runMarkerOf(databaseUrl: string): RunMarker | undefined {
  if (!databaseUrl.startsWith('file:') || databaseUrl === 'file::memory:') return undefined;
  const path = `${databaseUrl.slice('file:'.length)}.jobs`;
  const fresh = `${path}.${process.pid}`;
  let last: Promise<unknown> = Promise.resolve();
  const write = async (renewedAt: number): Promise<void> => {
    await writeFile(fresh, `${renewedAt}\n`, { mode: 0o600 });
    await rename(fresh, path);
  };
  return {
    async read() {
      const text = await readFile(path, 'utf8').catch(() => '');
      return /^\d+$/.test(text.trim()) ? Number(text) : undefined;
    },
    write(renewedAt) {
      // One after the other, so that none takes the place of a later one.
      const writing = last.then(() => write(renewedAt));
      last = writing.catch(() => undefined);
      return writing;
    },
  };
}
