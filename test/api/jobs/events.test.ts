import { get, type IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { type ApiForTest, apiForTests, apiOf } from '../../helpers/api.ts';
import { consoleForTest } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';
import { newUsers, startedJob } from './orders.ts';

const api = apiForTests();

/** Opens the stream of a job's events, over HTTP/1.1. */
async function follow(
  { base, tokenOf }: ApiForTest,
  job: number,
  username: string,
): Promise<IncomingMessage> {
  const headers = { authorization: `Bearer ${await tokenOf(username)}` };
  return new Promise((resolve, reject) => {
    get(`${base}/pools/sandbox/jobs/${job}/events`, { headers }, resolve).once('error', reject);
  });
}

/** The events of a stream to its end, as the HTML standard says how they are read. */
async function eventsOf(stream: IncomingMessage) {
  let text = '';
  for await (const part of stream) text += String(part);
  return text
    .split('\n\n')
    .filter((block) => block !== '' && !block.startsWith(':'))
    .map((block) => {
      const [, name = ''] = /^event: (.*)$/m.exec(block) ?? [];
      const data = [...block.matchAll(/^data: (.*)$/gm)].map(([, line = '']) => line).join('\n');
      return { name, job: JSON.parse(data) };
    });
}

/** A job that is paused with most of its users waiting. */
async function pausedJob(own: ApiForTest): Promise<number> {
  const users = await newUsers(own, 60);
  const { number } = await startedJob(own, { action: 'user.disable', users });
  const state = async () => (await own.ofPool('GET', `/jobs/${number}`)).body.state;
  await expect.poll(state, { interval: 5 }).toBe('running');
  const { status } = await own.ofPool('POST', `/jobs/${number}/pause`);
  expect(status).toBe(200);
  return number;
}

describe('GET /jobs/{job}/events', () => {
  it('tells the progress of a job, and its end', async () => {
    const number = await pausedJob(api());
    const stream = await follow(api(), number, 'auditor');
    expect(stream.statusCode).toBe(200);
    expect(stream.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    const events = eventsOf(stream);
    expect((await api().ofPool('POST', `/jobs/${number}/resume`)).status).toBe(200);
    const all = await events;
    const last = all.pop();
    expect(last?.name).toBe('end');
    expect(last?.job).toEqual((await api().ofPool('GET', `/jobs/${number}`)).body);
    expect(last?.job).toMatchObject({ state: 'finished', counts: { done: 60, waiting: 0 } });
    expect(all.length).toBeGreaterThan(0);
    for (const { name, job } of all) expect([name, job.number]).toEqual(['progress', number]);
  });

  it('tells the end of a job that has ended already', async () => {
    const [ada = ''] = await newUsers(api(), 1);
    const { number } = await startedJob(api(), { action: 'user.disable', users: [ada] });
    await eventsOf(await follow(api(), number, 'admin'));
    const events = await eventsOf(await follow(api(), number, 'admin'));
    expect(events).toMatchObject([{ name: 'end', job: { number, counts: { done: 1 } } }]);
  });

  it('ends without an end when the caller loses access', async () => {
    const clock = { ahead: 0 };
    const running = await consoleForTest({
      sandbox: { users: 0 },
      now: () => new Date(Date.now() + clock.ahead),
    });
    const own = apiOf(running);
    const number = await pausedJob(own);
    const events = eventsOf(await follow(own, number, 'auditor'));
    await peopleOf(running).disable('auditor');
    clock.ahead += 31_000;
    expect((await events).map(({ name }) => name)).toEqual(['progress']);
    const token = await own.tokenOf('auditor');
    const refused = await own.ofPool('GET', `/jobs/${number}/events`, { as: { token } });
    expect([refused.status, refused.body.code]).toEqual([403, 'power_lost']);
  });

  it('lets a caller have 20 at a time, and frees those whose client is gone', async () => {
    const number = await pausedJob(api());
    const streams: IncomingMessage[] = [];
    for (let count = 0; count < 20; count += 1) {
      streams.push(await follow(api(), number, 'auditor'));
    }
    const more = await api().ofPool('GET', `/jobs/${number}/events`, { as: 'auditor' });
    expect([more.status, more.body.code]).toEqual([429, 'too_many_streams']);
    expect(more.headers.get('retry-after')).toBe('60');
    streams.pop()?.destroy();
    const again = async () => {
      const stream = await follow(api(), number, 'auditor');
      if (stream.statusCode === 200) streams.push(stream);
      else stream.resume();
      return stream.statusCode;
    };
    await expect.poll(again, { timeout: 60_000 }).toBe(200);
    for (const stream of streams) stream.destroy();
    expect((await api().ofPool('POST', `/jobs/${number}/cancel`)).status).toBe(200);
  });
});
