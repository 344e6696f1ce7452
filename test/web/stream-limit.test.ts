import { expect, it, onTestFinished } from 'vitest';
import type { ConsoleClient } from '../helpers/console-client.ts';
import { sharedConsole } from '../helpers/shared-console.ts';

const running = sharedConsole({ sandbox: { users: 0 } });

/** Opens a stream of how fresh a pool is; `close` ends it. */
async function open(client: ConsoleClient): Promise<{ reply: Response; close: () => void }> {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const cookie = [...client.cookies].map((pair) => pair.join('=')).join('; ');
  const reply = await fetch(new URL('/pools/sandbox/freshness', running().url), {
    headers: { accept: 'text/event-stream', cookie },
    signal: stop.signal,
  });
  return { reply, close: () => stop.abort() };
}

it('An operator has a limited number of open streams, and each operator their own', async () => {
  const admin = await running().signedIn('admin');
  const streams = [];
  for (let each = 0; each < 20; each += 1) streams.push(await open(admin));
  expect(new Set(streams.map(({ reply }) => reply.status))).toEqual(new Set([200]));
  const tooMany = await open(admin);
  expect(tooMany.reply.status).toBe(429);
  expect(tooMany.reply.headers.get('retry-after')).toBe('60');
  expect((await open(await running().signedIn('auditor'))).reply.status).toBe(200);
  streams[0]?.close();
  await expect.poll(async () => (await open(admin)).reply.status, { timeout: 60_000 }).toBe(200);
});
