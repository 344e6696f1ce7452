import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from './free-port.ts';

/** A PostgreSQL server of one test file: private, on loopback, gone afterwards. */
export type PostgresServer = {
  /** Makes an empty database and answers its URL. */
  freshDatabase(): Promise<string>;
  /** Has all of its processes hang, as a machine that swaps or a network that drops everything. */
  hang(): void;
  /** Has them continue. */
  proceed(): void;
  /** Ends it as an administrator does; its data stays. */
  shutDown(): Promise<void>;
  startAgain(): Promise<void>;
  stop(): Promise<void>;
};

/** The folder with `initdb` and `postgres`; undefined when it is not installed. */
export function postgresBinaries(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian)
    ? readdirSync(debian).sort((a, b) => Number(b) - Number(a))
    : [];
  const folders = versions.map((version) => join(debian, version, 'bin'));
  const onPath = spawnSync('which', ['initdb'], { encoding: 'utf8' }).stdout?.trim();
  if (onPath) folders.push(join(onPath, '..'));
  return folders.find((folder) => existsSync(join(folder, 'initdb')));
}

/** Starts a server with its data in a temporary folder; nothing is synced to the disk. */
export async function startPostgres(binaries: string): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'poolkeeper-postgres-'));
  const account = accountToRunAs();
  if (account) chownSync(folder, account.uid, account.gid);
  const data = join(folder, 'data');
  const initialise = spawnSync(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'],
    { ...account, cwd: folder, encoding: 'utf8' },
  );
  if (initialise.status !== 0) throw new Error(`initdb failed: ${initialise.stderr}`);
  const port = await freePort();
  const options = { listen_addresses: '127.0.0.1', unix_socket_directories: '', fsync: 'off' };
  const run = (): ChildProcess =>
    spawn(
      join(binaries, 'postgres'),
      [
        '-D',
        data,
        '-p',
        `${port}`,
        ...Object.entries(options).flatMap(([k, v]) => ['-c', `${k}=${v}`]),
      ],
      { ...account, cwd: folder, stdio: 'ignore' },
    );
  let server = run();
  const address = (name: string) => `postgres://postgres@127.0.0.1:${port}/${name}`;
  await untilReady(address('postgres'), server);
  let count = 0;
  async function shutDown(): Promise<void> {
    if (server.exitCode !== null) return;
    const ended = new Promise((resolve) => server.once('exit', resolve));
    // "Fast shutdown": open sessions are ended, the server waits for nothing else.
    server.kill('SIGINT');
    await ended;
  }
  return {
    async freshDatabase() {
      count += 1;
      const name = `test_${count}`;
      const client = new pg.Client({ connectionString: address('postgres') });
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return address(name);
    },
    hang: () => signalAll(server, 'SIGSTOP'),
    proceed: () => signalAll(server, 'SIGCONT'),
    shutDown,
    async startAgain() {
      server = run();
      await untilReady(address('postgres'), server);
    },
    async stop() {
      await shutDown();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The server has a process for each connection, and some for itself. */
function signalAll({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
  const children = stdout.split('\n').map(Number).filter(Boolean);
  for (const one of [pid, ...children]) if (one !== undefined) process.kill(one, signal);
}

/** PostgreSQL refuses to run as root. */
function accountToRunAs(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (what: string) => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function untilReady(url: string, server: ChildProcess): Promise<void> {
  while (server.exitCode === null) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await client.end().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error('PostgreSQL ended while it was starting.');
}
