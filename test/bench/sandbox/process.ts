import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';

/** A sandbox that runs as a process of its own. */
export interface SandboxProcess {
  readonly endpoint: string;
  /** Milliseconds from spawning it until it listened. */
  readonly startMilliseconds: number;
  /** Resident memory now, in MiB; undefined where the system does not tell. */
  residentMebibytes(): Promise<number | undefined>;
  stop(): Promise<void>;
}

/** Starts `npm run sandbox` on a file, filling it with `users` when it is new. */
export async function startProcess(
  data: string,
  users: number,
  settings: Readonly<Record<string, string>> = {},
): Promise<SandboxProcess> {
  const started = performance.now();
  const child = spawn(process.execPath, ['server/sandbox/main.ts'], {
    env: {
      ...process.env,
      SANDBOX_DATA: data,
      SANDBOX_PORT: '0',
      SANDBOX_USERS: `${users}`,
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const endpoint = await endpointOf(child);
  return {
    endpoint,
    startMilliseconds: performance.now() - started,
    residentMebibytes: () => residentMebibytes(child.pid),
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function endpointOf(child: ChildProcess): Promise<string> {
  let output = '';
  for await (const chunk of child.stdout ?? []) {
    output += `${chunk}`;
    const [endpoint] = /http:\/\/127\.0\.0\.1:[0-9]+(?=\s)/.exec(output) ?? [];
    if (endpoint !== undefined) return endpoint;
  }
  throw new Error(`The sandbox did not start: ${output}`);
}

/** Resident memory of a process in MiB; undefined where the system does not tell. */
export async function residentMebibytes(pid: number | undefined): Promise<number | undefined> {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    return Number(/VmRSS:\s+([0-9]+) kB/.exec(status)?.[1]) / 1024;
  } catch {
    return undefined;
  }
}
