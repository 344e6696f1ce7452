import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { type Database, openDatabase } from '../../server/db/database.ts';
import { processLocks, withProcessLock } from '../../server/db/process-lock.ts';
import { onPostgres } from '../helpers/each-database.ts';

const { administrators } = processLocks;

onPostgres((freshDatabase) => {
  async function opened(url: string): Promise<Database> {
    const database = await openDatabase(url);
    onTestFinished(() => database.destroy());
    return database;
  }

  it('lets one process at a time do its task, and tells what came of it', async () => {
    const url = await freshDatabase();
    const processes = [await opened(url), await opened(url)];
    let inside = 0;
    let most = 0;
    const task = async (): Promise<string> => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 20));
      inside -= 1;
      return 'done';
    };
    const tasks = Array.from({ length: 6 }, () =>
      processes.map((database) => withProcessLock(database, administrators, task)),
    );
    expect(new Set(await Promise.all(tasks.flat()))).toEqual(new Set(['done']));
    expect(most).toBe(1);
  });

  it('is free again after a task that failed', async () => {
    const database = await opened(await freshDatabase());
    const wrong = new Error('It went wrong.');
    const failing = withProcessLock(database, administrators, () => Promise.reject(wrong));
    await expect(failing).rejects.toBe(wrong);
    expect(await withProcessLock(database, administrators, async () => 1)).toBe(1);
  });

  it('does not wait for ever for a process that hangs', async () => {
    const url = await freshDatabase();
    const [hanging, other] = [await opened(url), await opened(url)];
    const { promise: end, resolve: release } = Promise.withResolvers<void>();
    const { promise: isInside, resolve: enter } = Promise.withResolvers<void>();
    const hung = withProcessLock(hanging, administrators, async () => {
      enter();
      await end;
    });
    await isInside;
    let isDone = false;
    const waiting = withProcessLock(
      other,
      administrators,
      async () => {
        isDone = true;
      },
      50,
    );
    await expect(waiting).rejects.toMatchObject({ code: 'administrators_busy', status: 503 });
    expect(isDone).toBe(false);
    release();
    await hung;
  });

  it('tells what was done, even when its own connection broke meanwhile', async () => {
    const url = await freshDatabase();
    const database = await opened(url);
    const outside = new pg.Client({ connectionString: url });
    await outside.connect();
    onTestFinished(() => outside.end());
    const breakOff = async (): Promise<string> => {
      const { rowCount } = await outside.query(
        "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'",
      );
      expect(rowCount).toBe(1);
      return 'done';
    };
    expect(await withProcessLock(database, administrators, breakOff)).toBe('done');
    expect(await withProcessLock(database, administrators, async () => 'again')).toBe('again');
  });
});
