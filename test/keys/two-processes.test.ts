import { expect, it, onTestFinished } from 'vitest';
import { apiOf } from '../helpers/api.ts';
import { launchConsole } from '../helpers/console.ts';
import { onPostgres } from '../helpers/each-database.ts';

onPostgres((freshDatabase) => {
  it('What one process revokes or rotates is refused by the other at once', async () => {
    const environment = { DATABASE_URL: await freshDatabase() };
    const one = await launchConsole({ sandbox: { users: 0 }, environment });
    onTestFinished(() => one.close());
    const other = await launchConsole({ pool: one.sandbox, environment });
    onTestFinished(() => other.close());
    const [here, there] = [apiOf(one), apiOf(other)];
    const { token, path } = await here.keyFor();
    const call = async () => {
      const { status, body } = await there.ofPool('GET', '/users', { as: { token } });
      return [status, body.code];
    };
    expect(await call()).toEqual([200, undefined]);
    const admin = await other.signedIn('admin');
    expect((await admin.get('/api-keys')).status).toBe(200);
    await (await one.signedIn('admin')).post(`${path}/revoke`);
    expect(await call()).toEqual([401, 'key_revoked']);

    const second = await there.keyFor();
    const form = { overlapHours: '0', days: '90', rotatedAt: '' };
    const rotated = await (await one.signedIn('admin')).post(`${second.path}/rotate`, form);
    expect(rotated.status).toBe(200);
    const old = await there.ofPool('GET', '/users', { as: { token: second.token } });
    expect([old.status, old.body.code]).toEqual([401, 'key_refused']);
  });
});
