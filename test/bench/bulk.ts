import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ConsoleClient } from '../helpers/console-client.ts';
import { over, started } from '../jobs/world.ts';
import type { Bench } from './bench.ts';
import { type CountingProxy, countingProxy } from './counting-proxy.ts';
import { alias, startConsoleProcess } from './directory/console-process.ts';
import { makeCaller } from './sandbox/caller.ts';
import { startProcess } from './sandbox/process.ts';
import { markdownTable } from './table.ts';

const users = Number(process.env.BENCH_BULK_USERS ?? 400);
const poolSize = 10_000;
const userPoolId = 'us-east-1_Sandbox01';
const password = 'Sandbox-1234';

/** The share of its own category that each verb must reach. */
const least = 0.9;

type Verb = {
  readonly title: string;
  readonly action: string;
  readonly operation: string;
  /** Calls a second that AWS allows in the operation's category. */
  readonly quota: number;
  readonly filter: string;
  readonly fields?: Record<string, string>;
};

const confirmed = 'cognito:user_status = "CONFIRMED"';
const invited = 'cognito:user_status = "FORCE_CHANGE_PASSWORD"';
const group = { group: 'bench' };

/** Each leaves the users so that the next one can be done. */
const verbs: readonly Verb[] = [
  {
    title: 'disable',
    action: 'user.disable',
    operation: 'AdminDisableUser',
    quota: 25,
    filter: confirmed,
  },
  {
    title: 'enable',
    action: 'user.enable',
    operation: 'AdminEnableUser',
    quota: 25,
    filter: confirmed,
  },
  {
    title: 'add to group',
    action: 'user.add-to-group',
    operation: 'AdminAddUserToGroup',
    quota: 25,
    filter: confirmed,
    fields: group,
  },
  {
    title: 'remove from group',
    action: 'user.remove-from-group',
    operation: 'AdminRemoveUserFromGroup',
    quota: 25,
    filter: confirmed,
    fields: group,
  },
  {
    title: 'resend invitation',
    action: 'user.resend-invitation',
    operation: 'AdminCreateUser',
    quota: 50,
    filter: invited,
  },
];

/** Bulk verbs at a pool with the quotas of AWS and 100 ms to each answer, with sign-ins going on beside. */
export const bulkBench: Bench = {
  name: 'bulk',
  async run(print) {
    const folder = await mkdtemp(join(tmpdir(), 'bulk-bench-'));
    const settings = { SANDBOX_QUOTAS: 'aws', SANDBOX_LATENCY_MS: '100' };
    const sandbox = await startProcess(join(folder, 'pool.db'), poolSize, settings);
    const proxy = await countingProxy(sandbox.endpoint);
    const call = makeCaller(sandbox.endpoint);
    await call('CreateGroup', { UserPoolId: userPoolId, GroupName: group.group });
    call.close();
    const rows: string[][] = [];
    const missed: string[] = [];
    try {
      for (const share of [0.5, 1]) {
        const databaseUrl = `file:${join(folder, `console-${share}.db`)}`;
        const running = await startConsoleProcess(proxy.endpoint, userPoolId, databaseUrl, {
          COGNITO_EMULATOR: 'false',
          AWS_ACCESS_KEY_ID: 'bench',
          AWS_SECRET_ACCESS_KEY: 'bench',
          JOB_QUOTA_SHARE: `${share}`,
        });
        try {
          const client = new ConsoleClient(running.origin);
          await client.post('/sign-in', { username: 'admin', password });
          await synced(client);
          for (const verb of verbs) {
            const figures = await measure(client, sandbox.endpoint, proxy, verb);
            const bound = verb.quota * share * least;
            rows.push([
              verb.title,
              `${share}`,
              `${figures.rate.toFixed(1)}`,
              `${bound.toFixed(1)}`,
              figures.calls,
              figures.signIns,
            ]);
            if (figures.rate < bound)
              missed.push(
                `bulk: ${verb.title} at share ${share}: ${figures.rate.toFixed(1)} a second`,
              );
            if (figures.isThrottled)
              missed.push(`bulk: sign-ins were throttled beside ${verb.title}`);
          }
        } finally {
          await running.stop();
        }
      }
    } finally {
      await proxy.close();
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    }
    const head = [
      'verb',
      'share',
      'users a second',
      'bound',
      'calls to the pool',
      'sign-ins beside',
    ];
    for (const line of markdownTable([head, ...rows])) print(line);
    return missed;
  },
};

async function measure(
  client: ConsoleClient,
  endpoint: string,
  proxy: CountingProxy,
  { action, operation, filter, fields = {} }: Verb,
) {
  const names = await namesOf(endpoint, filter);
  proxy.take();
  const signIns = signInsBeside(endpoint);
  const begun = performance.now();
  const job = await started(client, { action, users: names, pool: alias }, fields);
  await over(client, job, alias);
  const seconds = (performance.now() - begun) / 1000;
  const { made, throttled } = await signIns.stop();
  const { calls } = proxy.take();
  const done = calls.get(operation) ?? 0;
  const listed = [...calls].sort(([, one], [, other]) => other - one);
  return {
    rate: Math.min(done, names.length) / seconds,
    calls: listed.map(([name, count]) => `${name} ${count}`).join(', '),
    signIns: `${made}, ${throttled} throttled`,
    isThrottled: throttled > 0,
  };
}

async function namesOf(endpoint: string, Filter: string): Promise<string[]> {
  const call = makeCaller(endpoint);
  const names: string[] = [];
  let PaginationToken: unknown;
  do {
    const page = await call('ListUsers', { UserPoolId: userPoolId, Filter, PaginationToken });
    for (const [name] of JSON.stringify(page.Users).matchAll(/(?<="Username":")[^"]+/g))
      names.push(name);
    PaginationToken = page.PaginationToken;
    await setTimeout(100);
  } while (PaginationToken !== undefined && names.length < users);
  call.close();
  return names.filter((name) => !['admin', 'support', 'auditor'].includes(name)).slice(0, users);
}

/** Two people a second sign in, as they would at an application. */
function signInsBeside(endpoint: string) {
  const stopping = new AbortController();
  let [made, throttled] = [0, 0];
  const ended = (async () => {
    const call = makeCaller(endpoint);
    const { UserPoolClients } = await call('ListUserPoolClients', { UserPoolId: userPoolId });
    const [ClientId = ''] = JSON.stringify(UserPoolClients).match(/(?<="ClientId":")[^"]+/) ?? [];
    while (!stopping.signal.aborted) {
      const AuthParameters = { USERNAME: 'auditor', PASSWORD: password };
      await call('InitiateAuth', { ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters })
        .then(() => {
          made += 1;
        })
        .catch(() => {
          throttled += 1;
        });
      await setTimeout(500, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    call.close();
  })();
  return {
    async stop() {
      stopping.abort();
      await ended;
      return { made, throttled };
    },
  };
}

async function synced(client: ConsoleClient): Promise<void> {
  for (;;) {
    const { text } = await client.get(`/pools/${alias}/users`);
    if (/10,0\d\d users|10,000\+/.test(text)) return;
    await setTimeout(1000);
  }
}
