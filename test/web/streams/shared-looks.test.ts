import { StatementSync } from 'node:sqlite';
import { expect, it, onTestFinished, vi } from 'vitest';
import { consoleForTest } from '../../helpers/console.ts';
import type { ConsoleClient } from '../../helpers/console-client.ts';
import { peopleOf } from '../../helpers/people.ts';
import { jobsPath, over, started } from '../../jobs/world.ts';

const operators = 5;
const streamsOfEach = 20;

/** Every statement that the console's database executes from now on. */
function executedStatements(): string[] {
  const executed: string[] = [];
  const { all } = StatementSync.prototype;
  const spy = vi.spyOn(StatementSync.prototype, 'all').mockImplementation(function (
    this: StatementSync,
    ...parameters
  ) {
    executed.push(this.sourceSQL);
    return all.apply(this, parameters);
  });
  onTestFinished(() => spy.mockRestore());
  return executed;
}

/** Holds a stream of events open, and counts what came. */
async function openStream(client: ConsoleClient, path: string): Promise<{ events: number }> {
  const stream = { events: 0 };
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const { body } = await fetch(new URL(path, client.origin), {
    headers: { accept: 'text/event-stream', cookie },
    signal: abort.signal,
  });
  const read = async (): Promise<void> => {
    for await (const chunk of body ?? []) {
      stream.events += new TextDecoder().decode(chunk).split('\n\n').length - 1;
    }
  };
  read().catch(() => undefined);
  return stream;
}

it('looks once a second at what a hundred pages watch', async () => {
  const own = await consoleForTest({ sandbox: { users: 0 } });
  const people = peopleOf(own);
  const clients: ConsoleClient[] = [];
  for (let index = 0; index < operators; index += 1) {
    const name = await people.confirmed();
    await people.addToGroup(name, 'pool-admins');
    clients.push(await own.signedIn(name));
  }
  const [admin] = clients;
  if (admin === undefined) throw new Error('There is no operator.');
  await own.noticed('auditor');
  const job = await started(admin, { action: 'user.sign-out', users: ['auditor'] });
  await over(admin, job);

  const executed = executedStatements();
  const paths = [`${jobsPath}/${job}/progress`, '/pools/sandbox/freshness'];
  const opening = clients.flatMap((client) =>
    Array.from({ length: streamsOfEach }, (_, index) =>
      openStream(client, paths[index % paths.length] ?? ''),
    ),
  );
  const streams = await Promise.all(opening);
  const fewest = () => Math.min(...streams.map(({ events }) => events));
  await expect.poll(fewest, { timeout: 60_000 }).toBeGreaterThanOrEqual(1);

  executed.length = 0;
  const begun = performance.now();
  const before = fewest();
  await expect.poll(fewest, { timeout: 60_000 }).toBeGreaterThanOrEqual(before + 5);
  const seconds = (performance.now() - begun) / 1000;

  const looksAtJob = executed.filter((sql) => sql.includes('job_item') && sql.includes('group by'));
  expect(looksAtJob.length).toBeGreaterThan(0);
  expect(looksAtJob.length).toBeLessThanOrEqual(seconds + 1);
  const checks = executed.filter((sql) => sql.includes('from "session"'));
  expect(checks.length).toBeLessThanOrEqual(streams.length * (seconds / 5 + 1));
  // Six statements for each look at a job or the mirror, and what the console does by itself.
  expect(executed.length - checks.length).toBeLessThanOrEqual(20 * (seconds + 1));
}, 300_000);
