import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { type Sandbox, startSandbox } from '../../server/sandbox/start.ts';
import { freePort } from '../helpers/free-port.ts';

const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url));
/** Processes are started, on a machine that may have much else to do. */
const patience = { timeout: 300_000 };

let pool: Sandbox;
beforeAll(async () => {
  pool = await startSandbox({ port: 0, data: ':memory:', users: 0 });
});
afterAll(() => pool.close());

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'poolkeeper-start-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Starts `npm start` with these settings and stops it once it answers; what it printed. */
async function start(
  settings: Record<string, string>,
): Promise<{ hasStarted: boolean; output: string }> {
  const port = String(await freePort());
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      PORT: port,
      SANDBOX_PORT: '0',
      SANDBOX_USERS: '0',
      ...settings,
    },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  const keep = (text: Buffer): void => {
    output += text.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = once(child, 'close');
  while (child.exitCode === null) {
    const reply = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (reply?.ok) {
      child.kill('SIGTERM');
      await ended;
      return { hasStarted: true, output };
    }
    await setTimeout(50);
  }
  await ended;
  return { hasStarted: false, output };
}

const ofRealPool = () => ({
  USER_POOL_ID: pool.userPoolId,
  CLIENT_ID: pool.clientId,
  COGNITO_ENDPOINT: pool.endpoint,
  SESSION_SECRET: 'Hq3vZ8kW1xN5tR7mB2cL9pD4sF6gJ0yA',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
});

it(
  'starts the sandbox where nothing is configured, and names what it ignores',
  patience,
  async () => {
    const path = folder();
    const { hasStarted, output } = await start({
      DATABASE_URL: `file:${join(path, 'console.db')}`,
      SANDBOX_DATA: join(path, 'sandbox.db'),
      PUBLIC_ULR: 'x',
    });
    expect(hasStarted, output).toBe(true);
    expect(output).toContain(
      'PUBLIC_ULR is not a setting and is ignored. Did you mean PUBLIC_URL?',
    );
  },
);

it(
  'starts no sandbox in production, nor beside the settings of a real pool',
  patience,
  async () => {
    const data = { DATABASE_URL: 'file::memory:', SANDBOX_DATA: ':memory:' };
    const production = await start({ ...data, NODE_ENV: 'production' });
    expect(production).toMatchObject({ hasStarted: false });
    expect(production.output).toMatch(/^- USER_POOL_ID is missing, but NODE_ENV=production/m);
    const { USER_POOL_ID, ...rest } = ofRealPool();
    const misspelt = await start({ ...data, ...rest, USER_POOLID: USER_POOL_ID });
    expect(misspelt).toMatchObject({ hasStarted: false });
    expect(misspelt.output).toContain('Did you mean USER_POOL_ID?');
  },
);

it(
  'keeps the database of a real pool from the sandbox, and the other way round',
  patience,
  async () => {
    const path = folder();
    const real = `file:${join(path, 'real.db')}`;
    const demo = `file:${join(path, 'demo.db')}`;
    const data = { SANDBOX_DATA: join(path, 'sandbox.db') };
    for (let each = 0; each < 2; each += 1) {
      expect((await start({ ...ofRealPool(), DATABASE_URL: real })).hasStarted).toBe(true);
      expect((await start({ ...data, DATABASE_URL: demo })).hasStarted).toBe(true);
    }
    const mixed = await start({ ...data, DATABASE_URL: real });
    expect(mixed).toMatchObject({ hasStarted: false });
    expect(mixed.output).toContain('DATABASE_URL names a database that was made for a real pool.');
    const swapped = await start({ ...ofRealPool(), DATABASE_URL: demo });
    expect(swapped).toMatchObject({ hasStarted: false });
    expect(swapped.output).toContain(
      'DATABASE_URL names a database that was made for the sandbox.',
    );
    const ofPool = await start({ ...ofRealPool(), DATABASE_URL: `file:${data.SANDBOX_DATA}` });
    expect(ofPool).toMatchObject({ hasStarted: false });
    expect(ofPool.output).toContain('DATABASE_URL names a file that belongs to another program');
    const intoConsole = await start({
      SANDBOX_DATA: join(path, 'real.db'),
      DATABASE_URL: demo,
    });
    expect(intoConsole).toMatchObject({ hasStarted: false });
    expect(intoConsole.output).toContain(
      'SANDBOX_DATA names a file that belongs to another program',
    );
    const one = await start({
      SANDBOX_DATA: join(path, 'new.db'),
      DATABASE_URL: `file:${join(path, 'new.db')}`,
    });
    expect(one).toMatchObject({ hasStarted: false });
    expect(one.output).toContain('DATABASE_URL and SANDBOX_DATA name the same file.');
  },
);
