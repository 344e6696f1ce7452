import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { makeCaller } from './sandbox/caller.ts';
import { measureCognitoLocal } from './sandbox/cognito-local.ts';
import { type Figures, measure } from './sandbox/figures.ts';
import { startProcess } from './sandbox/process.ts';
import { markdownTable } from './table.ts';

const small = 10_000;
const large = 1_000_000;

/** Bounds that the embedded pool must keep with a million users. */
const bounds = {
  pageMilliseconds: 3,
  pageRatio: 1.5,
  getUserMilliseconds: 1,
  createdPerSecond: 150,
  seededPerSecond: 20_000,
  residentMebibytes: 250,
  startMilliseconds: 1000,
};

interface Measured extends Figures {
  readonly seededPerSecond: number;
  readonly startMilliseconds: number;
  readonly residentMebibytes: number | undefined;
}

/** The embedded user pool in a file, with ten thousand and with a million users. */
export const sandboxBench: Bench = {
  name: 'sandbox',
  async run(print) {
    const folder = await mkdtemp(join(tmpdir(), 'sandbox-bench-'));
    try {
      const few = await measureAt(folder, small);
      const many = await measureAt(folder, large);
      const rows = compare(few, many);
      const table = rows.map(({ name, few: a, many: b, bound }) => [name, a, b, bound]);
      const head = ['', '10,000 users', '1,000,000 users', 'bound at 1,000,000'];
      for (const line of markdownTable([head, ...table])) print(line);
      await compareWithCognitoLocal(folder, few, print);
      return rows
        .filter(({ isMet }) => !isMet)
        .map(({ name, many: b, bound }) => `${name}: ${b}, ${bound}`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function compareWithCognitoLocal(
  folder: string,
  few: Measured,
  print: (line: string) => void,
): Promise<void> {
  const others = await measureCognitoLocal(folder, small);
  if (others === undefined) {
    print('\ncognito-local is not installed (npm install --no-save cognito-local): not compared.');
    return;
  }
  const page = (name: string) => `${few.pages.get(name)?.toFixed(2)} ms`;
  print('');
  const table = markdownTable([
    ['10,000 users', 'this sandbox', 'cognito-local'],
    [
      'ListUsers, first page',
      page('ListUsers, first page'),
      `${others.listFirstPage.toFixed(1)} ms`,
    ],
    [
      'ListUsers, one attribute =',
      page('ListUsers, username ='),
      `${others.listByEmail.toFixed(1)} ms`,
    ],
    ['AdminGetUser', `${few.getUser.toFixed(2)} ms`, `${others.getUser.toFixed(1)} ms`],
    [
      'AdminCreateUser',
      `${Math.round(few.createdPerSecond)} a second`,
      `${others.createdPerSecond.toFixed(1)} a second`,
    ],
  ]);
  for (const line of table) print(line);
}

async function measureAt(folder: string, users: number): Promise<Measured> {
  const data = join(folder, `${users}.db`);
  const seeding = await startProcess(data, users);
  await seeding.stop();
  const sandbox = await startProcess(data, 0);
  const seedingMilliseconds = seeding.startMilliseconds - sandbox.startMilliseconds;
  const seededPerSecond = users / (seedingMilliseconds / 1000);
  const call = makeCaller(sandbox.endpoint);
  try {
    const figures = await measure(call, users);
    return {
      ...figures,
      seededPerSecond,
      startMilliseconds: sandbox.startMilliseconds,
      residentMebibytes: await sandbox.residentMebibytes(),
    };
  } finally {
    call.close();
    await sandbox.stop();
  }
}

interface Comparison {
  readonly name: string;
  readonly few: string;
  readonly many: string;
  readonly bound: string;
  readonly isMet: boolean;
}

function compare(few: Measured, many: Measured): Comparison[] {
  const pages = [...many.pages].map(([name, milliseconds]) => {
    const before = few.pages.get(name) ?? Number.NaN;
    const ratio = milliseconds / before;
    return {
      name,
      few: `${before.toFixed(2)} ms`,
      many: `${milliseconds.toFixed(2)} ms (${ratio.toFixed(2)} times)`,
      bound: `at most ${bounds.pageMilliseconds} ms and ${bounds.pageRatio} times`,
      isMet: milliseconds <= bounds.pageMilliseconds && ratio <= bounds.pageRatio,
    };
  });
  const atMost = (name: string, unit: string, pick: (m: Measured) => number, bound: number) => ({
    name,
    few: `${pick(few).toFixed(2)} ${unit}`,
    many: `${pick(many).toFixed(2)} ${unit}`,
    bound: `at most ${bound} ${unit}`,
    isMet: pick(many) <= bound,
  });
  const atLeast = (name: string, pick: (m: Measured) => number, bound: number) => ({
    name,
    few: `${Math.round(pick(few))} a second`,
    many: `${Math.round(pick(many))} a second`,
    bound: `at least ${bound} a second`,
    isMet: pick(many) >= bound,
  });
  return [
    ...pages,
    atMost('AdminGetUser', 'ms', (m) => m.getUser, bounds.getUserMilliseconds),
    atLeast('AdminCreateUser', (m) => m.createdPerSecond, bounds.createdPerSecond),
    atLeast('seeding', (m) => m.seededPerSecond, bounds.seededPerSecond),
    atMost('start', 'ms', (m) => m.startMilliseconds, bounds.startMilliseconds),
    atMost(
      'resident memory',
      'MiB',
      (m) => m.residentMebibytes ?? Number.NaN,
      bounds.residentMebibytes,
    ),
  ];
}
