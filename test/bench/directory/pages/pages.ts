import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ConsoleClient, nextPage } from '../../../helpers/console-client.ts';
import {
  alias,
  type ConsoleProcess,
  leaveToAnother,
  startConsoleProcess,
} from '../console-process.ts';

export type PageFigures = {
  /** In a second of processor time of the console's process: what one core can do. */
  readonly perCore: number;
  /** In a second of the clock, with the load beside it on the same machine. */
  readonly perSecond: number;
  /** Milliseconds, with 20 connections. */
  readonly p50: number;
  readonly p99: number;
  /** Of a page, uncompressed. */
  readonly kibibytes: number;
};

/** The same few pages again and again, as a team looks at them; and no page twice within a second. */
export type PagesFigures = { readonly few: PageFigures; readonly everyOther: PageFigures };

const warmUpSeconds = 10;
const measuredSeconds = 10;
const fewPages = 20;
/** With 20 connections, each a hundred pages from the next. */
const manyPages = 2000;

/**
 * How many pages of the list of users a console serves to a signed-in operator.
 *
 * @param databaseUrl a mirror of the pool that is complete
 * @throws Error when a page fails
 */
export async function measurePages(
  endpoint: string,
  userPoolId: string,
  databaseUrl: string,
): Promise<PagesFigures> {
  await leaveToAnother(databaseUrl);
  const running = await startConsoleProcess(endpoint, userPoolId, databaseUrl);
  try {
    const operator = new ConsoleClient(running.origin);
    const signIn = await operator.post('/sign-in', { username: 'admin', password: 'Sandbox-1234' });
    if (signIn.status !== 303) throw new Error(`Signing in answered ${signIn.status}.`);
    const paths = await pathsOfList(operator, manyPages);
    return {
      few: await measure(running, operator, paths.slice(0, fewPages)),
      everyOther: await measure(running, operator, paths),
    };
  } finally {
    await running.stop();
  }
}

async function measure(
  running: ConsoleProcess,
  operator: ConsoleClient,
  paths: readonly string[],
): Promise<PageFigures> {
  await load(running, operator, paths, warmUpSeconds);
  const before = await running.cpuSeconds();
  const { pages, bytes, seconds, p50, p99 } = await load(running, operator, paths, measuredSeconds);
  const after = await running.cpuSeconds();
  const used = before === undefined || after === undefined ? Number.NaN : after - before;
  return {
    perCore: pages / used,
    perSecond: pages / seconds,
    p50,
    p99,
    kibibytes: bytes / pages / 1024,
  };
}

/** One page after the other, each full of users. */
async function pathsOfList(operator: ConsoleClient, most: number): Promise<string[]> {
  const paths: string[] = [];
  let path: string | undefined = `/pools/${alias}/users`;
  while (path !== undefined && paths.length < most) {
    const { status, body } = await operator.get(path);
    const rows = body.match(/class="is-title"/g)?.length;
    if (status !== 200 || rows !== 50) throw new Error(`${path}: ${status}, ${rows} rows.`);
    paths.push(path);
    path = nextPage(body);
  }
  return paths;
}

type Load = {
  readonly pages: number;
  readonly failed: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
};

const script = fileURLToPath(new URL('./load-process.ts', import.meta.url));

async function load(
  { origin }: ConsoleProcess,
  { cookies }: ConsoleClient,
  paths: readonly string[],
  seconds: number,
): Promise<Load> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const running = promisify(execFile)(process.execPath, [script, origin, cookie, `${seconds}`]);
  running.child.stdin?.end(JSON.stringify(paths));
  const found: Load = JSON.parse((await running).stdout);
  if (found.failed > 0) throw new Error(`${found.failed} of ${found.pages} pages failed.`);
  return found;
}
