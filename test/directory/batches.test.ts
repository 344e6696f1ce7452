import { describe, expect, it } from 'vitest';
import { Batches } from '../../server/directory/sync/write/batches.ts';

const aFew = 100;

describe('Batches', () => {
  it('hold everything in order, each thing once, however it comes', async () => {
    const written: number[][] = [];
    const batches = new Batches<number>(1200, async (items) => {
      written.push([...items]);
    });
    const numbers = Array.from({ length: 90 }, (_, number) => number);
    for (const number of numbers) await batches.add(number, aFew);
    batches.end();
    await batches.written;
    expect(written.flat()).toEqual(numbers);
    expect(written.length).toBeLessThan(20);
  });

  it('make those who add wait while too much is unwritten', async () => {
    let finish = (): void => undefined;
    const first = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const batches = new Batches<string>(1200, () => first);
    let added = 0;
    const adding = (async () => {
      for (; added < 100; added += 1) await batches.add('page', 10 * aFew);
    })();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(added).toBeLessThan(10);
    finish();
    await adding;
    batches.end();
    await batches.written;
    expect(added).toBe(100);
  });

  it('are written before long although they are small', async () => {
    const written: string[] = [];
    let isWritten = (): void => undefined;
    const first = new Promise<void>((resolve) => {
      isWritten = resolve;
    });
    const batches = new Batches<string>(1200, async (items) => {
      written.push(...items);
      isWritten();
    });
    await batches.add('page', 1);
    await first;
    expect(written).toEqual(['page']);
    batches.end();
    await batches.written;
  });

  it('tell everybody when one cannot be written', async () => {
    const batches = new Batches<string>(1200, async () => {
      throw new Error('The disk is full.');
    });
    await batches.add('page', 1_000_000);
    await expect(batches.written).rejects.toThrow('The disk is full.');
    await expect(batches.add('page', 1)).rejects.toThrow('The disk is full.');
  });
});
