import { Agent, get } from 'node:http';
import fastify from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { createTurns } from '../../server/turns.ts';
import { fairTurns } from '../../server/web/requests/fair-turns.ts';

const busyConnections = 20;
const newConnections = 20;

/** A server whose every answer keeps the process busy for some milliseconds. */
async function busyServer(): Promise<string> {
  const app = fastify();
  await app.register(fairTurns, { turns: createTurns() });
  app.get('/', async () => {
    const end = performance.now() + 5;
    while (performance.now() < end);
    return 'done';
  });
  onTestFinished(() => app.close());
  return app.listen({ host: '127.0.0.1', port: 0 });
}

function ask(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent }, (response) => {
      response.resume();
      response.on('end', resolve);
    });
    request.on('error', reject);
  });
}

it('serves new connections between the requests of those that ask again and again', async () => {
  const url = await busyServer();
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  let served = 0;
  let isOver = false;
  const askAgain = async (): Promise<void> => {
    while (!isOver) {
      await ask(url, agent);
      served += 1;
    }
  };
  const busy = Array.from({ length: busyConnections }, askAgain);
  await expect.poll(() => served).toBeGreaterThan(5 * busyConnections);

  const before = served;
  await Promise.all(Array.from({ length: newConnections }, () => ask(url, agent)));
  const meanwhile = served - before;
  isOver = true;
  await Promise.all(busy);
  // Without turns, one of them is accepted for each round of all the others: 20 times 20.
  expect(meanwhile).toBeLessThan(4 * busyConnections);
});
