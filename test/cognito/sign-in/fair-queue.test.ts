import { expect, it } from 'vitest';
import { createFairQueue } from '../../../server/cognito/sign-in/srp/fair-queue.ts';

const queue = (perOwner = 100, total = 1000) =>
  createFairQueue({ perOwner, total, full: () => new Error('full') });

/** Work that is done when the test says so, and notes when it began. */
function work(begun: string[], name: string) {
  const { promise, resolve } = Promise.withResolvers<string>();
  const run = (): Promise<string> => {
    begun.push(name);
    resolve(name);
    return promise;
  };
  return run;
}

it('serves owners in turn, however much one has', async () => {
  const enqueue = queue();
  const begun: string[] = [];
  const names = ['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'b2'];
  await Promise.all(names.map((name) => enqueue(name.charAt(0), work(begun, name))));
  expect(begun).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']);
});

it('runs one at a time, and goes on after a failure', async () => {
  const enqueue = queue();
  let running = 0;
  let most = 0;
  const one = async (fails: boolean): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
    if (fails) throw new Error('failed');
  };
  const results = await Promise.allSettled(
    [true, false, true, false].map((fails) => enqueue('a', () => one(fails))),
  );
  expect(results.map(({ status }) => status)).toEqual([
    'rejected',
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
  expect(most).toBe(1);
});

it('refuses an owner who has too much, and takes the others', async () => {
  const enqueue = queue(2);
  const begun: string[] = [];
  const many = ['a1', 'a2', 'a3', 'a4', 'a5'].map((name) => enqueue('a', work(begun, name)));
  const other = enqueue('b', work(begun, 'b1'));
  const results = await Promise.allSettled(many);
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(2);
  expect(await other).toBe('b1');
  expect(await enqueue('a', work(begun, 'a6'))).toBe('a6');
});

it('has an end', async () => {
  const enqueue = queue(10, 3);
  const begun: string[] = [];
  const owners = ['a', 'b', 'c', 'd', 'e'];
  const results = await Promise.allSettled(
    owners.map((owner) => enqueue(owner, work(begun, owner))),
  );
  expect(results.map(({ status }) => status).at(-1)).toBe('rejected');
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
});
