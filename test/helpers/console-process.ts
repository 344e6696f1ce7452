import { spawn } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Sandbox } from '../../server/sandbox/start.ts';
import { freePort } from './free-port.ts';

const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url));

/** The console as an operator of it starts it, in a process of its own. */
export async function startProcess(pool: Sandbox, databaseUrl: string) {
  const port = String(await freePort());
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      PORT: port,
      DATABASE_URL: databaseUrl,
      LOG_LEVEL: 'silent',
      SESSION_SECRET: 'Hq3vZ8kW1xN5tR7mB2cL9pD4sF6gJ0yA',
      USER_POOL_ID: pool.userPoolId,
      CLIENT_ID: pool.clientId,
      COGNITO_ENDPOINT: pool.endpoint,
      COGNITO_JWKS: JSON.stringify(pool.jwks),
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(`${url}/healthz`).catch(() => undefined))?.ok) {
    if (child.exitCode !== null) throw new Error('The console ended before it answered.');
    await setTimeout(100);
  }
  return { child, url };
}
