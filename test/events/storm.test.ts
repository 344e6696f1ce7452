import { expect, it, onTestFinished } from 'vitest';
import { eachDatabase } from '../helpers/each-database.ts';
import { testReceiver } from './receiver-server.ts';
import { caughtUp, eventWorld } from './world.ts';

/** Thousands of deliveries. */
const noHurry = 600_000;

const events = { SQLite: 10_000, PostgreSQL: 2000 } as const;

eachDatabase((open, name) => {
  const count = name === 'SQLite' ? events.SQLite : events.PostgreSQL;

  it(
    `loses none of ${count} events, and keeps their order, whatever fails at random`,
    async () => {
      const { database } = await open();
      const world = await eventWorld(database, { sources: { timeout: 300, lookEvery: 1 } });
      const receiver = await testReceiver();
      const { id } = await world.add(receiver.url, { actions: ['user.*'] });
      const accepted: string[] = [];
      let failures = 0;
      receiver.handle((delivery, response) => {
        const chance = Math.random();
        if (chance > 0.03 || delivery.id === '') {
          accepted.push(delivery.id);
          // A lost answer: it was taken, and comes again.
          if (chance > 0.98) response.destroy();
          else response.writeHead(204).end();
          return;
        }
        failures += 1;
        if (chance < 0.001) return;
        if (chance < 0.01) response.destroy();
        else response.writeHead(chance < 0.02 ? 500 : 429).end();
      });
      // Nobody waits for a pause.
      const timer = setInterval(() => {
        world.clock.ahead += 60_000;
      }, 1);
      onTestFinished(() => clearInterval(timer));
      for (let index = 0; index < count; index += 1) await world.happens('user.disable');
      await caughtUp(world, id, { timeout: noHurry, interval: 100 });
      const once = accepted.filter((one, index) => one !== accepted[index - 1]);
      const numbers = once.map((one) => Number(one.split('_')[1]));
      expect(once).toHaveLength(count);
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
      expect(numbers.at(-1)).toBe(await world.events.receivers.head());
      expect(failures).toBeGreaterThan(count / 100);
      expect(world.reported).toEqual([]);
    },
    noHurry,
  );
});
