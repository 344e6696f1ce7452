import {
  AdminDeleteUserCommand,
  AdminRemoveUserFromGroupCommand,
  CreateGroupCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { actions } from '../../server/actions/registry.ts';
import type { Role } from '../../server/operators/permissions.ts';
import { operatorPassword } from '../helpers/console.ts';
import type { ConsoleClient, Reply } from '../helpers/console-client.ts';
import { peopleOf } from '../helpers/people.ts';
import { sharedConsole } from '../helpers/shared-console.ts';
import { choose, confirm, formOf, jobsPath, over, send, started } from './world.ts';

const clock = { ahead: 0 };
const running = sharedConsole({
  sandbox: { users: 0, latencyMilliseconds: 20 },
  now: () => new Date(Date.now() + clock.ahead),
});
const people = () => peopleOf(running());

async function noticed(count: number): Promise<readonly string[]> {
  const names: string[] = [];
  for (let index = 0; index < count; index += 1) names.push(await people().confirmed());
  await running().noticed(...names);
  return names;
}

/** A form that an administrator was given, confirmed but for being sent. */
async function formFor(users: readonly string[]): Promise<Record<string, string | string[]>> {
  const admin = await running().signedIn('admin');
  const form = formOf(await choose(admin, { action: 'user.disable', users }));
  return { ...form, confirmation: String(users.length) };
}

async function tokenOf(username: string): Promise<string> {
  const { cognito, sandbox } = running();
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({
      ClientId: sandbox.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: operatorPassword },
    }),
  );
  return AuthenticationResult?.AccessToken ?? '';
}

const roles: readonly Role[] = ['support', 'auditor'];

it.each(roles)(
  'lets %s neither start, preview nor halt bulk work, by cookie or token',
  async (who) => {
    const users = await noticed(2);
    const form = await formFor(users);
    const admin = await running().signedIn('admin');
    const number = await started(admin, { action: 'user.sign-out', users });
    const own = await running().signedIn(who);
    const bearer = { authorization: `Bearer ${await tokenOf(who)}`, accept: 'application/json' };
    const ways: readonly (readonly [ConsoleClient, Record<string, string>])[] = [
      [own, {}],
      [own, { accept: 'application/json' }],
      [running().client(), bearer],
    ];
    for (const [client, headers] of ways) {
      const replies: Reply[] = [
        await client.get(`${jobsPath}/new?action=user.disable&scope=all`, headers),
        await send(client, `${jobsPath}/choose`, form, headers),
        await send(client, `${jobsPath}/new`, form, headers),
        await send(client, `/pools/sandbox/%6aobs/new`, form, headers),
      ];
      for (const verb of ['pause', 'resume', 'cancel']) {
        replies.push(await send(client, `${jobsPath}/${number}/${verb}`, {}, headers));
      }
      expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 403));
    }
    for (const name of users) expect((await people().get(name)).Enabled).toBe(true);
  },
);

it('lets auditors read jobs, without a button, and support staff not even that', async () => {
  const admin = await running().signedIn('admin');
  const number = await started(admin, { action: 'user.sign-out', users: await noticed(1) });
  const auditor = await running().signedIn('auditor');
  expect((await auditor.get(jobsPath)).text).toContain('Sign out everywhere: 1 user');
  const page = await auditor.get(`${jobsPath}/${number}`);
  expect(page.status).toBe(200);
  expect(page.body).not.toContain(`${jobsPath}/${number}/cancel`);
  const support = await running().signedIn('support');
  for (const path of [jobsPath, `${jobsPath}/${number}`, `${jobsPath}/${number}/progress`]) {
    expect((await support.get(path)).status).toBe(403);
  }
  expect((await support.get('/pools/sandbox/users')).body).not.toContain(jobsPath);
});

it('takes no action that is not offered in bulk, however it is spelt', async () => {
  const users = await noticed(1);
  const admin = await running().signedIn('admin');
  const form = await formFor(users);
  const others = actions.filter(({ bulk }) => bulk === undefined).map(({ id }) => id);
  for (const action of [...others, 'USER.DISABLE', 'disable', '__proto__', 'user.disable\0', '']) {
    expect((await choose(admin, { action, users })).status).toBe(404);
    expect((await send(admin, `${jobsPath}/new`, { ...form, action })).status).toBe(404);
  }
});

it('takes users by the names that were ticked only', async () => {
  const admin = await running().signedIn('admin');
  const { sub = '' } = await people().attributes('admin');
  for (const name of ['ADMIN', sub, '%61dmin', '../admin', 'admin\0', 'ad\u200bmin', '*', '']) {
    expect((await choose(admin, { action: 'user.disable', users: [name] })).status).toBe(422);
  }
});

it('obeys the same guards: nobody takes away their own access, the others have their turn', async () => {
  const users = await noticed(2);
  await running().noticed('admin');
  const admin = await running().signedIn('admin');
  const number = await started(admin, { action: 'user.delete', users: ['admin', ...users] });
  const page = await over(admin, number);
  expect(page.text).toContain('Done 2 Refused 1');
  expect(page.text).toContain('You cannot take away your own access');
  expect(await people().groups('admin')).toEqual(['pool-admins']);
});

it('takes a group name with a comma for one group', async () => {
  const { cognito, sandbox } = running();
  const GroupName = 'x,pool-admins';
  await cognito.send(new CreateGroupCommand({ UserPoolId: sandbox.userPoolId, GroupName }));
  const [name = ''] = await noticed(1);
  const admin = await running().signedIn('admin');
  const page = await choose(admin, { action: 'user.add-to-group', users: [name] });
  const reply = await confirm(admin, page, { group: GroupName });
  await over(admin, Number(reply.headers.get('location')?.split('/').at(-1)));
  expect(await people().groups(name)).toEqual([GroupName]);
  await expect(running().signedIn(name)).rejects.toThrow('403');
});

it('leaves somebody alone who has the name of a user that was chosen', async () => {
  const [name = ''] = await noticed(1);
  const admin = await running().signedIn('admin');
  const page = await choose(admin, { action: 'user.disable', users: [name] });
  const { cognito, sandbox } = running();
  const UserPoolId = sandbox.userPoolId;
  await cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username: name }));
  await people().confirmed({}, name);
  const reply = await confirm(admin, page);
  const job = await over(admin, Number(reply.headers.get('location')?.split('/').at(-1)));
  // The call names the user who was chosen by the sub.
  expect(job.text).toContain('The pool has no such user.');
  expect((await people().get(name)).Enabled).toBe(true);
});

it('stops the work of somebody who is no administrator any more, and says of whom it was not done', async () => {
  const users = await noticed(120);
  for (const name of ['boss', 'leaver']) {
    await people().confirmed({}, name);
    await people().addToGroup(name, 'pool-admins');
  }
  const leaver = await running().signedIn('leaver');
  const number = await started(leaver, { action: 'user.sign-out', users });
  const boss = await running().signedIn('boss');
  const done = async () => (await boss.get(`${jobsPath}/${number}`)).text;
  await expect.poll(done).toMatch(/Done \d+/);
  const { cognito, sandbox } = running();
  await cognito.send(
    new AdminRemoveUserFromGroupCommand({
      UserPoolId: sandbox.userPoolId,
      Username: 'leaver',
      GroupName: 'pool-admins',
    }),
  );
  // Support staff may sign a person out, but not in bulk.
  await people().addToGroup('leaver', 'pool-support');
  clock.ahead += 31_000;
  const page = await over(boss, number);
  expect(page.text).toContain('Stopped');
  expect(page.text).toContain('leaver, who started this, may not do it any more.');
  await expect.poll(done).toMatch(/Not begun \d+/);
});
