import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  ListUserPoolClientsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { startExpress } from './api/express-process.ts';
import { type ListApi, type ListFigures, measureLists, pathsOf } from './api/list-users.ts';
import type { Bench } from './bench.ts';
import { countingProxy } from './counting-proxy.ts';
import { alias, startConsoleProcess } from './directory/console-process.ts';
import { startProcess } from './sandbox/process.ts';
import { markdownTable } from './table.ts';

const users = 10_000;
const userPoolId = 'us-east-1_Sandbox01';
const leastRatio = 5;
const settings = {
  connections: 20,
  rounds: 3,
  seconds: Number(process.env.BENCH_API_SECONDS ?? 10),
};
const reads = 200;

/** The admin API and the drop-in for AdminQueries, beside an Express server that asks the pool each time. */
export const apiBench: Bench = {
  name: 'api',
  async run(print) {
    const folder = await mkdtemp(join(tmpdir(), 'api-bench-'));
    const sandbox = await startProcess(join(folder, 'pool.db'), users);
    try {
      const missed = await compareLists(sandbox.endpoint, join(folder, 'lists.db'), print);
      print('');
      const database = join(folder, 'reads.db');
      return [...missed, ...(await compareReads(sandbox.endpoint, database, print))];
    } finally {
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** Both servers before one pool, and an administrator's token. */
async function startBoth(endpoint: string, database: string) {
  const { clientId, token } = await signIn(endpoint);
  const express = await startExpress(endpoint, userPoolId, clientId);
  const server = await startConsoleProcess(endpoint, userPoolId, `file:${database}`, {
    ADMIN_QUERIES: alias,
    API_RATE_LIMIT: '0',
    LOG_LEVEL: 'warn',
  });
  await synced(server.origin, token);
  return {
    token,
    express: express.origin,
    console: server.origin,
    stop: () => Promise.all([express.stop(), server.stop()]),
  };
}

async function compareLists(
  endpoint: string,
  database: string,
  print: (line: string) => void,
): Promise<string[]> {
  const { token, express, console: ours, stop } = await startBoth(endpoint, database);
  const queries = { users: 'Users', next: 'NextToken' };
  const list = (next: string | undefined): string =>
    `/listUsers?limit=60${next === undefined ? '' : `&token=${encodeURIComponent(next)}`}`;
  const apis: ListApi[] = [
    { name: 'Express and the SDK', origin: express, path: list, members: queries },
    {
      name: 'GET /api/v1/pools/{pool}/users',
      origin: ours,
      path: (next) =>
        `/api/v1/pools/${alias}/users?limit=60${next === undefined ? '' : `&cursor=${encodeURIComponent(next)}`}`,
      members: { users: 'users', next: 'nextCursor' },
    },
    {
      name: 'GET /admin-queries/listUsers',
      origin: ours,
      path: (next) => `/admin-queries${list(next)}`,
      members: queries,
    },
  ];
  const missed: string[] = [];
  try {
    const all = [];
    for (const api of apis) all.push({ api, paths: await pathsOf(api, token, users) });
    for (const { title, most, isBound } of [
      { title: 'the first page again and again', most: 1, isBound: true },
      // Both servers keep nothing of a page for so long: what the mirror itself gains.
      { title: 'every page in turn', most: users, isBound: false },
    ]) {
      const measured = all.map(({ api, paths }) => ({ api, paths: paths.slice(0, most) }));
      const figures = await measureLists(measured, { ...settings, token });
      const [bare, ...own] = figures;
      if (bare === undefined) continue;
      const head = [`60 users, ${title}`, 'a second', 'p50', 'p99', 'ratio', 'bound'];
      for (const line of markdownTable([head, ...rowsOf(apis, figures, isBound)])) print(line);
      print('');
      for (const [index, figure] of isBound ? own.entries() : []) {
        const name = `${apis[index + 1]?.name}, ${title}`;
        const ratio = figure.perSecond / bare.perSecond;
        if (ratio < leastRatio) missed.push(`${name}: ${ratio.toFixed(1)} times Express`);
        if (figure.p99 >= bare.p99) missed.push(`${name}: p99 ${figure.p99} ms`);
      }
    }
    return missed;
  } finally {
    await stop();
  }
}

function rowsOf(
  apis: readonly ListApi[],
  figures: readonly ListFigures[],
  isBound: boolean,
): string[][] {
  const bare = figures[0]?.perSecond ?? Number.NaN;
  return figures.map(({ perSecond, p50, p99 }, index) => [
    apis[index]?.name ?? '',
    Math.round(perSecond).toLocaleString('en'),
    `${p50} ms`,
    `${p99} ms`,
    index === 0 ? '' : `${(perSecond / bare).toFixed(1)} times`,
    index === 0 || !isBound ? '' : `at least ${leastRatio} times, and a lower p99`,
  ]);
}

/** Calls to the pool for reading single users, one after the other. */
async function compareReads(
  endpoint: string,
  database: string,
  print: (line: string) => void,
): Promise<string[]> {
  const proxy = await countingProxy(endpoint);
  const { token, express, console: ours, stop } = await startBoth(proxy.endpoint, database);
  const read = async (address: string): Promise<{ readonly Users?: { Username: string }[] }> => {
    const reply = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
    if (reply.status !== 200) throw new Error(`${address} answered ${reply.status}.`);
    return Object(await reply.json());
  };
  const calls = async (base: string, names: readonly string[]): Promise<number> => {
    // The role of the caller is asked for at most every 30 seconds.
    await read(`${base}/getUser?username=admin`);
    const before = proxy.count();
    for (const name of names) await read(`${base}/getUser?username=${encodeURIComponent(name)}`);
    return proxy.count() - before;
  };
  try {
    const names: string[] = [];
    let next = '';
    while (names.length < reads) {
      const page: { Users?: { Username: string }[]; NextToken?: string } = await read(
        `${ours}/admin-queries/listUsers${next && `?token=${encodeURIComponent(next)}`}`,
      );
      for (const { Username } of page.Users ?? []) names.push(Username);
      next = page.NextToken ?? '';
    }
    const wanted = names.slice(0, reads);
    const bare = await calls(express, wanted);
    const own = await calls(`${ours}/admin-queries`, wanted);
    const table = [
      [`getUser of ${reads} users`, 'calls to the pool', 'bound'],
      ['Express and the SDK', `${bare}`, ''],
      ['GET /admin-queries/getUser', `${own}`, `at most ${bare}`],
    ];
    for (const line of markdownTable(table)) print(line);
    return own <= bare ? [] : [`getUser: ${own} calls to the pool, at most ${bare}`];
  } finally {
    await stop();
    await proxy.close();
  }
}

async function signIn(endpoint: string): Promise<{ clientId: string; token: string }> {
  const cognito = new CognitoIdentityProviderClient({
    region: userPoolId.split('_')[0] ?? '',
    endpoint,
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  });
  const { UserPoolClients = [] } = await cognito.send(
    new ListUserPoolClientsCommand({ UserPoolId: userPoolId }),
  );
  const clientId = UserPoolClients[0]?.ClientId ?? '';
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'admin', PASSWORD: 'Sandbox-1234' },
    }),
  );
  cognito.destroy();
  return { clientId, token: AuthenticationResult?.AccessToken ?? '' };
}

/** Waits until the mirror of a new console has every user: until then the drop-in asks the pool. */
async function synced(origin: string, token: string): Promise<void> {
  const isSynced = async (): Promise<boolean> => {
    const reply = await fetch(`${origin}/admin-queries/listUsers?limit=1`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { NextToken } = Object(await reply.json());
    return `${NextToken}`.startsWith('mirror.');
  };
  while (!(await isSynced())) await new Promise((resolve) => setTimeout(resolve, 500));
}
