import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../helpers/free-port.ts';
import type { Account, Image } from './image.ts';

/** A process that runs in an image. */
export interface Container {
  /** Origin under which the console answers. */
  readonly origin: string;
  /** Runs another command beside it, as `docker exec` does; returns its exit code. */
  run(command: readonly [string, ...string[]]): Promise<number | null>;
  /** Asks it to stop; returns its exit code, or the signal that ended it. */
  stop(): Promise<number | string | null>;
  /** What it has printed so far. */
  output(): string;
}

/**
 * Starts a command in an image as an unprivileged account and waits until it answers /healthz.
 *
 * It sees the image's variables, and no home or temporary folder that it could write to.
 *
 * @param image what `buildImage` made
 * @param command in exec form
 * @param variables the image's ENV; HOST becomes the loopback address, the ports free ones
 * @param account who it runs as
 * @throws Error with the output when the process ends before it answers
 */
export async function startContainer(
  image: Image,
  [program, ...args]: readonly [string, ...string[]],
  variables: Readonly<Record<string, string>>,
  account: Account,
): Promise<Container> {
  const port = String(await freePort());
  const placed = Object.entries(variables).map(([name, value]) => [name, image.place(value)]);
  const options = {
    cwd: join(image.root, image.workingDirectory),
    env: {
      PATH: `${join(image.root, 'bin')}:/usr/bin:/bin`,
      HOME: '/nonexistent',
      TMPDIR: '/nonexistent',
      ...Object.fromEntries(placed),
      HOST: '127.0.0.1',
      PORT: port,
      SANDBOX_PORT: '0',
    },
    uid: account.uid,
    gid: account.gid,
  };
  const child = spawn(program, args, options);
  const ended = once(child, 'exit');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }

  const origin = `http://127.0.0.1:${port}`;
  while (!(await answers(`${origin}/healthz`))) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`The console ended before it answered:\n${output}`);
    }
    await sleep(100);
  }
  return {
    origin,
    output: () => output,
    async run([otherProgram, ...otherArgs]) {
      const [code] = await once(spawn(otherProgram, otherArgs, options), 'exit');
      return code;
    },
    async stop() {
      child.kill('SIGTERM');
      const [code, signal] = await ended;
      return code ?? signal;
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
