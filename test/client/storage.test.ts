import { describe, expect, it } from 'vitest';
import { type Storage, webStorage } from '../../client/src/index.ts';
import { withStorageLock } from '../../client/src/storage/storage-lock.ts';

/** As `localStorage`. */
function storageArea() {
  const values = new Map<string, string>();
  return {
    values,
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => values.set(key, value),
    removeItem: (key: string) => values.delete(key),
  };
}

/** Works of which each says when it begins and ends. */
function works(lock: NonNullable<Storage['lock']>) {
  const log: string[] = [];
  const work = (name: string) => async () => {
    log.push(`begin ${name}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
    log.push(`end ${name}`);
    return name;
  };
  const run = (...names: string[]) => Promise.all(names.map((name) => lock('refresh', work(name))));
  return { log, run };
}

function isOneAfterTheOther(log: readonly string[]): boolean {
  return log.every((entry, index) =>
    entry.startsWith('begin') ? log[index + 1] === entry.replace('begin', 'end') : true,
  );
}

describe.each([
  ['Web Locks', () => webStorage(storageArea()).lock],
  [
    'an entry of the storage',
    () => {
      const area = storageArea();
      return <Result>(name: string, work: () => Promise<Result>) =>
        withStorageLock(area, name, work);
    },
  ],
])('A lock by %s', (_, create) => {
  it('lets one work at a time', async () => {
    const lock = create();
    if (lock === undefined) throw new Error('There is no lock.');
    const { log, run } = works(lock);
    expect((await run('a', 'b', 'c')).sort()).toEqual(['a', 'b', 'c']);
    expect(log).toHaveLength(6);
    expect(isOneAfterTheOther(log)).toBe(true);
  });

  it('is released when the work fails', async () => {
    const lock = create();
    const failed = lock?.('refresh', () => Promise.reject(new Error('no answer')));
    await expect(failed).rejects.toThrow('no answer');
    expect(await lock?.('refresh', async () => 'next')).toBe('next');
  });
});

describe('The lock in the storage', () => {
  it('is taken over from a tab that was closed', async () => {
    const area = storageArea();
    area.setItem('refresh.lock', `other ${Date.now() - 1}`);
    expect(await withStorageLock(area, 'refresh', async () => 'done')).toBe('done');
    expect(area.values.size).toBe(0);
  });

  it('is waited for while another tab holds it', async () => {
    const area = storageArea();
    area.setItem('refresh.lock', `other ${Date.now() + 3_600_000}`);
    let isDone = false;
    const waiting = withStorageLock(area, 'refresh', async () => {
      isDone = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isDone).toBe(false);
    area.removeItem('refresh.lock');
    await waiting;
    expect(isDone).toBe(true);
  });
});
