import { Readable } from 'node:stream';
import fastify from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import type { Operator } from '../../server/operators/operator.ts';
import { whileAllowed } from '../../server/web/requests/while-allowed.ts';

const auditor: Operator = {
  sub: 'sub-1',
  username: 'ada',
  displayName: 'ada',
  role: 'auditor',
  sessionId: 's',
  signedInAt: new Date('2026-01-01T00:00:00Z'),
};

/** A file of a hundred lines, one written every 100 milliseconds, and how many its reader got. */
async function linesRead(presentOperator: (time: number) => Operator | undefined) {
  let time = 0;
  let looks = 0;
  let isClosed = false;
  const app = fastify();
  onTestFinished(() => app.close());
  app.decorateRequest('presentOperator', async () => {
    looks += 1;
    return presentOperator(time);
  });
  async function* lines() {
    try {
      for (let count = 0; count < 100; count += 1) {
        yield `${count}\n`;
        time += 100;
      }
    } finally {
      isClosed = true;
    }
  }
  const config = { permission: 'audit:export' } as const;
  app.get('/file', { config }, (request, reply) =>
    reply.send(Readable.from(whileAllowed(request, lines(), () => time))),
  );
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  let text = '';
  let isBroken = false;
  try {
    const { body } = await fetch(`${url}/file`);
    const decoder = new TextDecoder();
    for await (const chunk of body ?? []) text += decoder.decode(chunk, { stream: true });
  } catch {
    isBroken = true;
  }
  return { lines: text.split('\n').length - 1, looks, isBroken, isClosed };
}

it('passes a file on to its end, looking once a second whether it may', async () => {
  const read = await linesRead(() => auditor);
  expect(read).toEqual({ lines: 100, looks: 9, isBroken: false, isClosed: true });
});

it.each<[string, Operator | undefined]>([
  ['has lost power', undefined],
  ['has a role by then that does not include it', { ...auditor, role: 'support' }],
])('breaks the file off when its reader %s', async (_, present) => {
  const read = await linesRead((time) => (time < 5000 ? auditor : present));
  expect(read.isBroken).toBe(true);
  expect(read.lines).toBeLessThanOrEqual(50);
  expect(read.isClosed).toBe(true);
});
