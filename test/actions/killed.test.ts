import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import type { Sandbox } from '../../server/sandbox/start.ts';
import { startSandbox } from '../../server/sandbox/start.ts';
import { consoleForTest, operatorPassword } from '../helpers/console.ts';
import { ConsoleClient } from '../helpers/console-client.ts';
import { freePort } from '../helpers/free-port.ts';
import { peopleOf } from '../helpers/people.ts';
import { proxyOf } from '../helpers/pool-proxy.ts';

const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url));
/** Another process is started, on a machine that may have much else to do. */
const patience = 300_000;

/** The console as an operator of it starts it, in a process of its own. */
async function startProcess(pool: Sandbox, databaseUrl: string) {
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

it(
  'What a kill left open is looked up in the pool afterwards, and told as it is',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'killed-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const url = `file:${join(folder, 'console.db')}`;
    const sandbox = await startSandbox({ port: 0, data: ':memory:', users: 0 });
    onTestFinished(() => sandbox.close());
    const proxy = await proxyOf(sandbox);
    const next = () => consoleForTest({ pool: sandbox, aliases: ['main'], environment, now });
    const now = () => new Date(Date.now() + ahead);
    const environment = { DATABASE_URL: url };
    let ahead = 0;

    const { child, url: origin } = await startProcess(proxy.pool, url);
    const admin = new ConsoleClient(origin);
    const credentials = { username: 'admin', password: operatorPassword };
    expect((await admin.post('/sign-in', credentials)).status).toBe(303);
    // Beside the process under test, so with a database of its own.
    const people = peopleOf(await consoleForTest({ pool: sandbox }));
    const [done, undone] = [await people.confirmed(), await people.confirmed()];
    const arrive = proxy.hold('AdminDisableUser');
    proxy.hold('AdminUpdateUserAttributes');
    const path = '/pools/main/users';
    const answers = [
      admin.post(`${path}/${done}/actions/disable`),
      admin.post(`${path}/${undone}/actions/edit-attributes`, { 'attribute:name': 'Never' }),
    ].map((answer) => answer.catch(() => 'none'));
    await expect.poll(() => proxy.asked('AdminDisableUser', done), { timeout: patience }).toBe(1);
    await expect
      .poll(() => proxy.asked('AdminUpdateUserAttributes', undone), { timeout: patience })
      .toBe(1);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await Promise.all(answers)).toEqual(['none', 'none']);
    // What was on its way arrives all the same.
    arrive();
    await expect
      .poll(async () => (await people.get(done)).Enabled, { timeout: patience })
      .toBe(false);

    const first = await next();
    const soon = await first.signedIn('auditor');
    const about = (username: string) => `/pools/main/audit?target=${username}`;
    expect((await soon.get(about(done))).text).toContain('Disable user');
    expect((await soon.get(about(done))).text).toMatch(/Disable user \S+ Begun/);
    await first.close();
    ahead = 16 * 60_000;
    const later = await (await next()).signedIn('auditor');
    await expect
      .poll(async () => (await later.get(about(undone))).text, { timeout: patience })
      .toMatch(/Edit attributes \S+ Failed The answer did not arrive/);
    const { text } = await later.get(about(done));
    expect(text).toMatch(/Disable user \S+ Succeeded The answer did not arrive/);
    expect(text).toContain('Looked at afterwards, the pool shows it as done.');
    const verified = await later.get('/pools/main/audit/verify');
    expect(verified.text).toContain('The audit is whole');
  },
  patience,
);
