/**
 * Asks a console for pages of many kinds at once, in a process of its own so that it costs the console
 * nothing: `node mixed-load-process.ts ORIGIN CONNECTIONS SECONDS`, with `{cookies, paths}` as JSON on
 * standard input. `paths` has the kinds of pages, each with the paths to ask for in turn. Prints the
 * milliseconds of every answer by kind as JSON.
 */
import { Agent, get } from 'node:http';
import { json } from 'node:stream/consumers';

type Answers = { readonly milliseconds: number[]; failed: number };

const [origin = '', connections = '', seconds = ''] = process.argv.slice(2);
const { cookies, paths } = readInput(await json(process.stdin));
const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) });
const kinds = Object.keys(paths);
const answers: Record<string, Answers> = {};
for (const kind of kinds) answers[kind] = { milliseconds: [], failed: 0 };
const end = performance.now() + Number(seconds) * 1000;
let asked = 0;

function ask(path: string, cookie: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { cookie, accept: 'text/html', 'accept-encoding': 'gzip' };
    const request = get(new URL(path, origin), { agent, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
      response.on('error', reject);
    });
    request.on('error', reject);
  });
}

async function connection(): Promise<void> {
  while (performance.now() < end) {
    const turn = asked;
    asked += 1;
    const kind = kinds[turn % kinds.length] ?? '';
    const ofKind = paths[kind] ?? [];
    const path = ofKind[Math.floor(turn / kinds.length) % ofKind.length] ?? '/';
    const start = performance.now();
    const status = await ask(path, cookies[turn % cookies.length] ?? '').catch(() => 0);
    const answer = answers[kind];
    answer?.milliseconds.push(Math.round(performance.now() - start));
    if (status !== 200 && answer) answer.failed += 1;
  }
}

await Promise.all(Array.from({ length: Number(connections) }, connection));
agent.destroy();
process.stdout.write(JSON.stringify(answers));

function readInput(input: unknown): { cookies: string[]; paths: Record<string, string[]> } {
  if (typeof input !== 'object' || input === null || !('cookies' in input) || !('paths' in input)) {
    throw new TypeError('The input is {cookies, paths}.');
  }
  const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
  const entries = Object.entries(input.paths ?? {});
  return {
    cookies: texts(input.cookies),
    paths: Object.fromEntries(entries.map(([kind, value]) => [kind, texts(value)])),
  };
}
