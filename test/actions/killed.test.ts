import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startSandbox } from '../../server/sandbox/start.ts';
import { consoleForTest, operatorPassword } from '../helpers/console.ts';
import { ConsoleClient } from '../helpers/console-client.ts';
import { startProcess } from '../helpers/console-process.ts';
import { peopleOf } from '../helpers/people.ts';
import { proxyOf } from '../helpers/pool-proxy.ts';

/** Another process is started, on a machine that may have much else to do. */
const patience = 300_000;

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
