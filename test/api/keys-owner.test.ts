import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminRemoveUserFromGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, it, vi } from 'vitest';
import { apiForTests, apiOf } from '../helpers/api.ts';
import { consoleForTest } from '../helpers/console.ts';
import { peopleOf } from '../helpers/people.ts';

const clock = { ahead: 0 };
const now = () => new Date(Date.now() + clock.ahead);
const api = apiForTests({ now });

async function owner(): Promise<string> {
  const people = peopleOf(api().running);
  const name = await people.confirmed();
  await people.addToGroup(name, 'pool-admins');
  return name;
}

/** By the AWS console, a script or another process: this one learns of it within 30 seconds. */
const losses: Record<string, (user: { UserPoolId: string; Username: string }) => Promise<unknown>> =
  {
    'is disabled': (user) => api().running.cognito.send(new AdminDisableUserCommand(user)),
    'is deleted': (user) => api().running.cognito.send(new AdminDeleteUserCommand(user)),
    'is taken out of the group': (user) =>
      api().running.cognito.send(
        new AdminRemoveUserFromGroupCommand({ ...user, GroupName: 'pool-admins' }),
      ),
    'is made an auditor': async (user) => {
      await peopleOf(api().running).addToGroup(user.Username, 'pool-auditors');
      await api().running.cognito.send(
        new AdminRemoveUserFromGroupCommand({ ...user, GroupName: 'pool-admins' }),
      );
    },
  };

it.each(Object.keys(losses))('A key ends for good when its owner %s', async (loss) => {
  const name = await owner();
  const { token, path, name: keyName } = await api().keyFor({ role: 'auditor', owner: name });
  const call = () => api().ofPool('GET', '/users', { as: { token } });
  expect((await call()).status).toBe(200);
  const user = { UserPoolId: api().running.sandbox.userPoolId, Username: name };
  await losses[loss]?.(user);
  clock.ahead += 30_000;
  const answers = await Promise.all([call(), call(), call()]);
  expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
    answers.map(() => [401, 'key_ended']),
  );
  if (loss === 'is disabled') {
    await api().running.cognito.send(new AdminEnableUserCommand(user));
    clock.ahead += 30_000;
    expect((await call()).body.code).toBe('key_ended');
  }
  const admin = await api().running.signedIn('admin');
  expect((await admin.get(path)).text).toContain('Ended');
  const { body } = await api().ofPool('GET', `/audit?action=key.end&limit=200`);
  const ends = body.entries.filter(({ target }: { target: { name: string } }) =>
    target.name.includes(keyName),
  );
  expect(ends.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['succeeded']);
});

it('A key ends at once when its owner is disabled at this console', async () => {
  const name = await owner();
  const { token } = await api().keyFor({ owner: name });
  expect((await api().ofPool('GET', '/users', { as: { token } })).status).toBe(200);
  const admin = await api().running.signedIn('admin');
  expect((await admin.post(`/pools/sandbox/users/${name}/actions/disable`)).status).toBe(303);
  const { status, body } = await api().ofPool('GET', '/users', { as: { token } });
  expect([status, body.code]).toEqual([401, 'key_ended']);
});

it('A key expires when its days are over', async () => {
  const { token } = await api().keyFor({ days: 1 });
  clock.ahead += 24 * 60 * 60_000;
  const { status, body } = await api().ofPool('GET', '/users', { as: { token } });
  expect([status, body.code]).toEqual([401, 'key_expired']);
});

it('While the pool is away a key reads for five minutes, and changes nothing', async () => {
  const time = { ahead: 0 };
  const own = apiOf(
    await consoleForTest({
      sandbox: { users: 0 },
      now: () => new Date(Date.now() + time.ahead),
    }),
  );
  const { token } = await own.keyFor({ role: 'auditor' });
  const { token: admin } = await own.keyFor({ role: 'admin' });
  const groups = () => own.call('GET', '/pools', { as: { token } });
  const read = () => own.ofPool('GET', '/users', { as: { token } });
  await own.running.walked();
  expect((await read()).status).toBe(200);
  await own.running.stopPool();
  time.ahead = 60_000;
  await vi.waitFor(async () => expect((await read()).status).toBe(200), { timeout: 30_000 });
  const change = await own.ofPool('POST', '/groups', { as: { token: admin }, body: { name: 'g' } });
  expect([change.status, change.body.code]).toEqual([503, 'pool_unreachable']);
  time.ahead = 6 * 60_000;
  const late = await groups();
  expect([late.status, late.body.code]).toEqual([503, 'pool_unreachable']);
});
