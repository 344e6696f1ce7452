import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { median } from '../median.ts';

/** An API that lists users page by page. */
export type ListApi = {
  readonly name: string;
  readonly origin: string;
  /** With the token of the page before, or none. */
  readonly path: (token: string | undefined) => string;
  /** What an answer names the users and the token of the next page. */
  readonly members: { readonly users: string; readonly next: string };
};

export type ListFigures = {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
};

type Settings = {
  readonly token: string;
  readonly connections: number;
  readonly rounds: number;
  readonly seconds: number;
};

/** Every page of a list, one after the other. */
export async function pathsOf(
  { name, origin, path, members }: ListApi,
  token: string,
  users: number,
): Promise<string[]> {
  const paths: string[] = [];
  let next: string | undefined;
  let seen = 0;
  do {
    const current = path(next);
    const reply = await fetch(`${origin}${current}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const body = Object(await reply.json());
    if (reply.status !== 200) throw new Error(`${name}: ${reply.status} ${JSON.stringify(body)}`);
    paths.push(current);
    seen += body[members.users].length;
    next = body[members.next];
  } while (next !== undefined);
  if (seen < users) throw new Error(`${name} lists ${seen} users of ${users}.`);
  return paths;
}

/** Medians of rounds that take turns, so that all meet the same machine; the first round warms up. */
export async function measureLists(
  apis: readonly { readonly api: ListApi; readonly paths: readonly string[] }[],
  settings: Settings,
): Promise<readonly ListFigures[]> {
  const found: ListFigures[][] = apis.map(() => []);
  for (let round = 0; round <= settings.rounds; round += 1) {
    for (const [index, { api, paths }] of apis.entries()) {
      const figures = await load(api, paths, settings);
      if (round > 0) found[index]?.push(figures);
    }
  }
  return found.map((rounds) => ({
    perSecond: median(rounds.map(({ perSecond }) => perSecond)),
    p50: median(rounds.map(({ p50 }) => p50)),
    p99: median(rounds.map(({ p99 }) => p99)),
  }));
}

const script = fileURLToPath(new URL('./load-process.ts', import.meta.url));

async function load(
  { name, origin }: ListApi,
  paths: readonly string[],
  { token, connections, seconds }: Settings,
): Promise<ListFigures> {
  const running = promisify(execFile)(process.execPath, [
    script,
    origin,
    `${connections}`,
    `${seconds}`,
  ]);
  running.child.stdin?.end(JSON.stringify({ token, paths }));
  const { failed, ...figures } = JSON.parse((await running).stdout);
  if (failed > 0) throw new Error(`${name}: ${failed} requests failed.`);
  return figures;
}
