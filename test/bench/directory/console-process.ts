import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { openDatabase } from '../../../server/db/database.ts';
import { poolIdOf, takeLease } from '../../../server/directory/store/pools.ts';
import { makeCaller } from '../sandbox/caller.ts';
import { residentMebibytes } from '../sandbox/process.ts';
import { startFlags } from '../start-flags.ts';

/** A console that runs as a process of its own. */
export type ConsoleProcess = {
  readonly origin: string;
  /** Seconds of processor time that it has used in all its threads; undefined where that is not told. */
  cpuSeconds(): Promise<number | undefined>;
  /** Resident memory now, in MiB; undefined where the system does not tell. */
  residentMebibytes(): Promise<number | undefined>;
  stop(): Promise<void>;
};

/** The alias of a single configured pool, under which a mirror is kept. */
export const alias = 'main';

/** Starts the console with a pool; `settings` are variables of the environment. */
export async function startConsoleProcess(
  endpoint: string,
  userPoolId: string,
  databaseUrl: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<ConsoleProcess> {
  const call = makeCaller(endpoint);
  const { UserPoolClients } = await call('ListUserPoolClients', { UserPoolId: userPoolId });
  call.close();
  const [clientId = ''] = JSON.stringify(UserPoolClients).match(/(?<="ClientId":")[^"]+/) ?? [];
  const jwks = await fetch(`${endpoint}/${userPoolId}/.well-known/jwks.json`);
  // More flags, such as --cpu-prof, to see where the time goes.
  const flags = [...(await startFlags()), ...(process.env.BENCH_CONSOLE_FLAGS?.split(' ') ?? [])];
  const child = spawn(process.execPath, [...flags, 'server/main.ts'], {
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      DATABASE_URL: databaseUrl,
      SESSION_SECRET: randomBytes(32).toString('base64url'),
      USER_POOL_ID: userPoolId,
      CLIENT_ID: clientId,
      COGNITO_ENDPOINT: endpoint,
      COGNITO_JWKS: await jwks.text(),
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return {
    origin: await originOf(child.stdout),
    cpuSeconds: () => cpuSeconds(child.pid),
    residentMebibytes: () => residentMebibytes(child.pid),
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** As where several processes share a database and another one walks: nothing is walked for a day. */
export async function leaveToAnother(databaseUrl: string): Promise<void> {
  const database = await openDatabase(databaseUrl);
  const now = Date.now();
  const aDay = 86_400_000;
  await takeLease(database, await poolIdOf(database, alias), 'bench', now, now + aDay);
  await database.destroy();
}

/** The console says where it is; what it writes later is its log, which is read and thrown away. */
async function originOf(output: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  const found = await new Promise<string>((resolve, reject) => {
    output.on('data', (chunk) => {
      if (text.length > 100_000) return;
      text += chunk;
      const [origin] = /(?<=Poolkeeper is at )http:\S+/.exec(text) ?? [];
      if (origin !== undefined) resolve(origin);
    });
    output.on('end', () => reject(new Error(`The console did not start: ${text}`)));
  });
  return found;
}

/** Source: proc_pid_stat(5): utime and stime, in clock ticks, of which Linux has 100 a second. */
async function cpuSeconds(pid: number | undefined): Promise<number | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return undefined;
  }
}
