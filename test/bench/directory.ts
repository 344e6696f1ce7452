import { execFile } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createPoolGateway } from '../../server/cognito/create-gateway.ts';
import type { Bench } from './bench.ts';
import { type WalkFigures, walkInConsole } from './directory/console-walk.ts';
import { measurePages, type PagesFigures } from './directory/pages/pages.ts';
import type { QueryTimings } from './directory/queries.ts';
import { startProcess } from './sandbox/process.ts';
import { startFlags } from './start-flags.ts';
import { markdownTable } from './table.ts';

const small = 10_000;
const large = 1_000_000;
const userPoolId = 'us-east-1_Sandbox01';

/** Bounds that the mirror must keep with a million users. */
const bounds = {
  usersPerSecond: 15_000,
  residentMebibytes: 250,
  pagesPerCore: 2_500,
  list: { p50: 2, p95: 10 },
  search: { p95: 25 },
  /** As much of a page as a list. */
  quickCount: { p95: 10 },
  overview: { p95: 10 },
  ratio: 2,
  /** With the quotas of AWS and its latency, of the 1,800 users a second that they allow. */
  shareOfQuota: 0.95,
};

/** The mirror of ten thousand and of a million users: walking, listing, searching, memory. */
export const directoryBench: Bench = {
  name: 'directory',
  async run(print) {
    const folder = await mkdtemp(join(tmpdir(), 'directory-bench-'));
    try {
      const few = await measure(folder, small);
      const many = await measure(folder, large);
      const rows = [
        ...compare(few, many),
        ...(many.pages ? pageRows(many.pages) : []),
        ...(await measureQuota(folder)),
      ];
      const table = rows.map(({ name, found, bound }) => [name, found, bound]);
      for (const line of markdownTable([['', '1,000,000 users', 'bound'], ...table])) print(line);
      return rows
        .filter(({ isMet }) => !isMet)
        .map(({ name, found, bound }) => `${name}: ${found}, ${bound}`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

type Measured = WalkFigures & {
  readonly queries: QueryTimings;
  /** Of the large pool only. */
  readonly pages: PagesFigures | undefined;
};

async function measure(folder: string, users: number): Promise<Measured> {
  const pool = join(folder, `pool-${users}.db`);
  const sandbox = await startProcess(pool, users);
  const path = join(folder, `mirror-${users}.db`);
  try {
    await onDisk(pool);
    const walk = await walkInConsole(sandbox.endpoint, userPoolId, `file:${path}`, {
      quota: 'none',
      seconds: Number.POSITIVE_INFINITY,
    });
    const queries: QueryTimings = await run(queryScript, `file:${path}`);
    const pages =
      users === large
        ? await measurePages(sandbox.endpoint, userPoolId, `file:${path}`)
        : undefined;
    return { ...walk, queries, pages };
  } finally {
    await sandbox.stop();
  }
}

/** Resolves when a file is written out, so that filling a pool does not slow down what comes next. */
async function onDisk(path: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.sync();
  await file.close();
}

const queryScript = fileURLToPath(new URL('./directory/query-process.ts', import.meta.url));

/** What a script of the bench prints, run as `npm start` runs the console. */
async function run<Found>(script: string, ...inputs: readonly string[]): Promise<Found> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...(await startFlags()),
    script,
    ...inputs,
  ]);
  return JSON.parse(stdout);
}

type Row = {
  readonly name: string;
  readonly found: string;
  readonly bound: string;
  readonly isMet: boolean;
};

function compare(few: Measured, many: Measured): Row[] {
  const perSecond = many.usersSeen / many.usersSeconds;
  const timed = (
    name: keyof Pick<QueryTimings, 'list' | 'search' | 'overview'>,
    share: 'p50' | 'p95',
    bound: number,
  ): Row => {
    const [before, found] = [few.queries[name][share], many.queries[name][share]];
    const ratio = found / before;
    return {
      name: `${name}, ${share}`,
      found: `${found.toFixed(2)} ms (${ratio.toFixed(1)} times that of 10,000)`,
      bound: `at most ${bound} ms and ${bounds.ratio} times`,
      isMet: found <= bound && ratio <= bounds.ratio,
    };
  };
  return [
    {
      name: 'first walk without quotas',
      found: `${Math.round(perSecond)} users a second`,
      bound: `at least ${bounds.usersPerSecond}`,
      isMet: perSecond >= bounds.usersPerSecond,
    },
    timed('list', 'p50', bounds.list.p50),
    timed('list', 'p95', bounds.list.p95),
    timed('search', 'p95', bounds.search.p95),
    timed('overview', 'p95', bounds.overview.p95),
    {
      name: 'count that a page waits for, p95',
      found: `${many.queries.quickCount.p95.toFixed(2)} ms`,
      bound: `at most ${bounds.quickCount.p95} ms`,
      isMet: many.queries.quickCount.p95 <= bounds.quickCount.p95,
    },
    {
      name: 'count of any search, a moment later, p95',
      found: `${many.queries.count.p95.toFixed(2)} ms`,
      bound: '',
      isMet: true,
    },
    {
      name: 'resident memory, at most',
      found: `${Math.round(many.peak)} MiB`,
      bound: `at most ${bounds.residentMebibytes} MiB`,
      isMet: many.peak <= bounds.residentMebibytes,
    },
  ];
}

function pageRows({ few, everyOther }: PagesFigures): Row[] {
  const words = ({ perCore, perSecond, p50, p99, kibibytes }: PagesFigures['few']): string =>
    `${Math.round(perCore)} a second of one core (${Math.round(perSecond)} a second, p50 ${p50} ms, p99 ${p99} ms, ${Math.round(kibibytes)} KiB)`;
  return [
    {
      name: 'pages of the list, 20 connections, the same 20 pages',
      found: words(few),
      bound: `at least ${bounds.pagesPerCore}`,
      isMet: few.perCore >= bounds.pagesPerCore,
    },
    {
      name: 'pages of the list, none twice within a second',
      found: words(everyOther),
      bound: '',
      isMet: true,
    },
  ];
}

const listQuota = 30;
const measuredSeconds = 40;

/** The same pool with the quotas of AWS and an answer after 100 ms; beside it, page after page. */
async function measureQuota(folder: string): Promise<Row[]> {
  const before = { ...process.env };
  Object.assign(process.env, { SANDBOX_QUOTAS: 'aws', SANDBOX_LATENCY_MS: '100' });
  const sandbox = await startProcess(join(folder, `pool-${large}.db`), large);
  process.env.SANDBOX_QUOTAS = before.SANDBOX_QUOTAS ?? '';
  process.env.SANDBOX_LATENCY_MS = before.SANDBOX_LATENCY_MS ?? '';
  try {
    const allowed = listQuota * 60;
    const plain = await plainWalk(sandbox.endpoint);
    const url = `file:${join(folder, 'quota.db')}`;
    const walk = await walkInConsole(sandbox.endpoint, userPoolId, url, {
      quota: listQuota,
      seconds: measuredSeconds,
    });
    const rate = walk.usersSeen / walk.usersSeconds;
    return [
      {
        name: 'walk with quotas and latency',
        found: `${Math.round(rate)} users a second, ${Math.round((100 * rate) / allowed)} % of ${allowed}`,
        bound: `at least ${bounds.shareOfQuota * 100} %`,
        isMet: rate >= bounds.shareOfQuota * allowed,
      },
      {
        name: 'page after page, beside it',
        found: `${Math.round(plain)} users a second, ${Math.round((100 * plain) / allowed)} %`,
        bound: '',
        isMet: true,
      },
    ];
  } finally {
    await sandbox.stop();
  }
}

/** Users a second that one walk without pieces reads in ten seconds. */
async function plainWalk(endpoint: string): Promise<number> {
  const gateway = createPoolGateway({ endpoint, userPoolId, region: 'us-east-1' });
  const start = performance.now();
  let users = 0;
  let token: string | undefined;
  do {
    const page = await gateway.listUsers({ limit: 60, token });
    users += page.items.length;
    token = page.nextToken;
  } while (token !== undefined && performance.now() - start < 10_000);
  return (users * 1000) / (performance.now() - start);
}
