import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ConsoleClient } from '../helpers/console-client.ts';
import type { Bench } from './bench.ts';
import { alias, startConsoleProcess } from './directory/console-process.ts';
import { walkInConsole } from './directory/console-walk.ts';
import { quantile } from './median.ts';
import { startProcess } from './sandbox/process.ts';
import { markdownTable } from './table.ts';

const users = 100_000;
const userPoolId = 'us-east-1_Sandbox01';
const connections = 100;
const rounds = Number(process.env.BENCH_LOAD_ROUNDS ?? 2);
const seconds = Number(process.env.BENCH_LOAD_SECONDS ?? 60);
const warmUpSeconds = 10;

/** In milliseconds: many people at once share what one core can do, and none of them is left waiting. */
const bounds = { p99: 1500, longest: 3000 };

/** The sync goes on all the time, as fast as AWS lets one console read users. */
const likeAws = {
  COGNITO_EMULATOR: 'false',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
};

const script = fileURLToPath(new URL('./load/mixed-load-process.ts', import.meta.url));

/** A hundred people at work on every kind of page at once, in a pool of 100,000, beside its sync. */
export const loadBench: Bench = {
  name: 'load',
  async run(print) {
    const folder = await mkdtemp(join(tmpdir(), 'load-bench-'));
    const sandbox = await startProcess(join(folder, 'pool.db'), users);
    const databaseUrl = `file:${join(folder, 'console.db')}`;
    try {
      await walkInConsole(sandbox.endpoint, userPoolId, databaseUrl, {
        quota: 'none',
        seconds: Number.POSITIVE_INFINITY,
      });
      const running = await startConsoleProcess(sandbox.endpoint, userPoolId, databaseUrl, likeAws);
      try {
        const missed: string[] = [];
        const input = await prepare(running.origin);
        // A hundred pages at once of a process that has just started wait for its code to be compiled.
        const cold = Object.values(await load(running.origin, input, warmUpSeconds));
        const longest = Math.max(...cold.flatMap(({ milliseconds }) => milliseconds));
        print(`longest in the first ${warmUpSeconds} s after the start: ${longest} ms\n`);
        for (let round = 1; round <= rounds; round += 1) {
          const before = await running.cpuSeconds();
          const answers = await load(running.origin, input, seconds);
          const used = ((await running.cpuSeconds()) ?? Number.NaN) - (before ?? Number.NaN);
          missed.push(...report(print, round, answers, used));
        }
        return missed;
      } finally {
        await running.stop();
      }
    } finally {
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

type Input = {
  readonly cookies: readonly string[];
  readonly paths: Readonly<Record<string, readonly string[]>>;
};

type Answers = Readonly<Record<string, { milliseconds: number[]; failed: number }>>;

async function prepare(origin: string): Promise<Input> {
  const clients = await Promise.all(
    ['admin', 'auditor'].map(async (username) => {
      const client = new ConsoleClient(origin);
      const reply = await client.post('/sign-in', { username, password: 'Sandbox-1234' });
      if (reply.status !== 303) throw new Error(`Signing in answered ${reply.status}.`);
      return client;
    }),
  );
  const pool = `/pools/${alias}`;
  const list = await clients[0]?.get(`${pool}/users?limit=200`);
  const links = list?.body.match(new RegExp(`${pool}/users/[^"?]+(?=")`, 'g')) ?? [];
  if (links.length < 40) throw new Error('The list of users has no links to users.');
  const words = ['an', 'er', 'lo', 'mar', 'son', 'com', 'ele', 'smi', 'ra', 'ton'];
  const searches = words.flatMap((word) => words.map((other) => `${word} ${other}`));
  return {
    cookies: clients.map(({ cookies }) =>
      [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    ),
    paths: {
      overview: [pool],
      list: ['', '?sort=username', '?sort=-created', '?q=status:confirmed'].map(
        (query) => `${pool}/users${query}`,
      ),
      search: searches.map((words) => `${pool}/users?q=${encodeURIComponent(words)}`),
      user: [...new Set(links)],
      groups: [`${pool}/groups`],
      group: [`${pool}/groups/editors`],
      audit: [`${pool}/audit`],
      jobs: [`${pool}/jobs`],
    },
  };
}

async function load(origin: string, input: Input, seconds: number): Promise<Answers> {
  const most = { maxBuffer: 64 * 1024 * 1024 };
  const numbers = [`${connections}`, `${seconds}`];
  const running = promisify(execFile)(process.execPath, [script, origin, ...numbers], most);
  running.child.stdin?.end(JSON.stringify(input));
  return JSON.parse((await running).stdout);
}

function report(
  print: (line: string) => void,
  round: number,
  answers: Answers,
  cpuSeconds: number,
): string[] {
  const row = (name: string, found: readonly number[]): string[] => [
    name,
    `${found.length}`,
    ...[quantile(found, 0.5), quantile(found, 0.99), Math.max(...found)].map((ms) => `${ms} ms`),
  ];
  const all = Object.values(answers).flatMap(({ milliseconds }) => milliseconds);
  const failed = Object.values(answers).reduce((sum, answer) => sum + answer.failed, 0);
  const rows = Object.entries(answers).map(([kind, found]) => row(kind, found.milliseconds));
  const head = [`round ${round}`, 'pages', 'p50', 'p99', 'longest'];
  for (const line of markdownTable([head, ...rows, row('all', all)])) print(line);
  print(`\n${Math.round(all.length / cpuSeconds)} pages a second of one core, ${failed} failed\n`);
  const missed: string[] = [];
  const [p99, longest] = [quantile(all, 0.99), Math.max(...all)];
  if (failed > 0) missed.push(`round ${round}: ${failed} pages failed`);
  if (p99 > bounds.p99) missed.push(`round ${round}: p99 ${p99} ms, at most ${bounds.p99}`);
  if (longest > bounds.longest) {
    missed.push(`round ${round}: longest ${longest} ms, at most ${bounds.longest}`);
  }
  return missed;
}
