import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../server/db/database.ts';
import { leaseLength } from '../../server/events/store/lease.ts';
import { onPostgres } from '../helpers/each-database.ts';
import { testReceiver } from './receiver-server.ts';
import { caughtUp, type EventWorld, eventWorld } from './world.ts';

const script = fileURLToPath(new URL('./deliver-process.ts', import.meta.url));

/** A process is started some ten times. */
const noHurry = 600_000;

async function started(url: string, ahead = 0, file = ''): Promise<ChildProcess> {
  const child = spawn(process.execPath, [script, url, String(ahead), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await once(child.stdout, 'data');
  return child;
}

/** Makes events and answers the row numbers of those that are delivered. */
async function happened(world: EventWorld, count: number): Promise<number[]> {
  const numbers: number[] = [];
  for (let index = 0; index < count; index += 1) numbers.push(await world.happens('user.disable'));
  return numbers;
}

const numberOf = ({ body }: { readonly body: string }): number => JSON.parse(body).data.number;

/** A file of SQLite, and a world that delivers nothing itself. */
async function fileWorld(): Promise<{
  readonly world: EventWorld;
  readonly url: string;
  readonly folder: string;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'poolkeeper-events-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const url = `file:${join(folder, 'console.db')}`;
  const database = await openDatabase(url);
  onTestFinished(() => database.destroy());
  return { world: await eventWorld(database, { isStarted: false }), url, folder };
}

it(
  'sends an event again, with the same id, that was delivered when the process was killed',
  async () => {
    const { world, url } = await fileWorld();
    const receiver = await testReceiver();
    const { id } = await world.add(receiver.url, { actions: ['user.*'] });
    const numbers = await happened(world, 60);
    let child: ChildProcess | undefined;
    let kills = 0;
    // Killed after the event has arrived and before the process can know.
    receiver.handle((_delivery, response) => {
      if (kills < 5 && receiver.deliveries.length % 7 === 6) {
        kills += 1;
        child?.kill('SIGKILL');
        return;
      }
      response.writeHead(204).end();
    });
    for (let run = 0; kills < 5; run += 1) {
      child = await started(url, run * (leaseLength + 1000));
      await once(child, 'exit');
    }
    child = await started(url, 10 * leaseLength);
    await caughtUp(world, id, { timeout: noHurry, interval: 20 });

    const came = receiver.deliveries.map(numberOf);
    expect(came).toHaveLength(numbers.length + kills);
    // In order, but for those that were sent twice in a row.
    expect(came.filter((number, index) => number !== came[index - 1])).toEqual(numbers);
    const ids = new Map(receiver.deliveries.map((delivery) => [numberOf(delivery), delivery.id]));
    for (const delivery of receiver.deliveries)
      expect(delivery.id).toBe(ids.get(numberOf(delivery)));
    expect(new Set(ids.values()).size).toBe(numbers.length);
  },
  noHurry,
);

it(
  'writes every event to a file as a whole line, whenever the process is killed',
  async () => {
    const { world, url, folder } = await fileWorld();
    const file = join(folder, 'audit.jsonl');
    const first = await started(url, 0, file);
    const numbers: number[] = [];
    let child = first;
    for (let run = 1; run <= 6; run += 1) {
      const more = happened(world, 100);
      const ended = once(child, 'exit');
      setTimeout(() => child.kill('SIGKILL'), 10 + Math.random() * 60);
      numbers.push(...(await more));
      await ended;
      child = await started(url, run * (leaseLength + 1000), file);
    }
    await caughtUp(world, 'settings-stream', { timeout: noHurry, interval: 20 });
    const lines = (await readFile(file, 'utf8')).split('\n');
    expect(lines.pop()).toBe('');
    const parsed = lines.flatMap((line) => {
      try {
        return [JSON.parse(line)];
      } catch {
        return [];
      }
    });
    // A kill cuts off at most one line, whose event comes again.
    expect(lines.length - parsed.length).toBeLessThan(7);
    const written = parsed.map(({ data }) => data.number);
    expect([...new Set(written)].sort((a, b) => a - b)).toEqual(numbers);
  },
  noHurry,
);

onPostgres((freshDatabase) => {
  it(
    'lets one of several processes deliver, each event once, and another when that one is killed',
    async () => {
      const url = await freshDatabase();
      const database = await openDatabase(url);
      onTestFinished(() => database.destroy());
      const world = await eventWorld(database, { isStarted: false });
      const receiver = await testReceiver();
      const { id } = await world.add(receiver.url, { actions: ['user.*'] });
      const children = await Promise.all([started(url), started(url), started(url)]);
      // Appended by several at once, while they are read.
      const numbers = (await Promise.all([1, 2, 3].map(() => happened(world, 100)))).flat();
      numbers.sort((a, b) => a - b);
      await caughtUp(world, id, { timeout: noHurry, interval: 20 });
      expect(receiver.deliveries.map(numberOf)).toEqual(numbers);

      const before = receiver.deliveries.length;
      const hung = Promise.withResolvers<void>();
      receiver.handle(() => hung.resolve());
      const [last] = await happened(world, 1);
      await hung.promise;
      // Whichever has the lease: all of them are killed, and it has not ended.
      for (const child of children) child.kill('SIGKILL');
      receiver.answer(204);
      const waiting = await started(url);
      expect(receiver.deliveries).toHaveLength(before + 1);
      const ended = once(waiting, 'exit');
      waiting.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
      await started(url, leaseLength + 1000);
      await caughtUp(world, id, { timeout: noHurry, interval: 20 });
      expect(receiver.deliveries.map(numberOf).slice(before)).toEqual([last, last]);
    },
    noHurry,
  );
});
