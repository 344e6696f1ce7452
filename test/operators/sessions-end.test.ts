import { AdminUpdateUserAttributesCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { actions } from '../../server/actions/registry.ts';
import { isAllowed, roles } from '../../server/operators/permissions.ts';
import { personAt } from '../actions/next-step/person.ts';
import { consoleForTest, operatorPassword, type TestConsole } from '../helpers/console.ts';
import type { ConsoleClient } from '../helpers/console-client.ts';
import { onPostgres } from '../helpers/each-database.ts';
import { peopleOf } from '../helpers/people.ts';
import { secondFactorsOf } from '../helpers/second-factors.ts';
import { sharedConsole } from '../helpers/shared-console.ts';
import { runningSandbox } from '../sandbox/running.ts';

const running = sharedConsole({ sandbox: { users: 0 } });
const page = '/sessions';

const onUser = (name: string, verb: string) => `/pools/sandbox/users/${name}/actions/${verb}`;

/** A member of support staff with two sessions, and how many of these go on. */
async function atWork(own: TestConsole = running(), group = 'pool-support') {
  const people = peopleOf(own);
  const name = await people.confirmed();
  await people.addToGroup(name, group);
  const clients = [await own.signedIn(name), await own.signedIn(name)] as const;
  return { name, clients };
}

async function areOpen(clients: readonly ConsoleClient[]): Promise<readonly boolean[]> {
  const replies = await Promise.all(clients.map((client) => client.get(page)));
  return replies.map(({ status }) => status === 200);
}

/** All that the audit has of a person, as a file. */
async function auditOf(name: string): Promise<string> {
  const auditor = await running().signedIn('auditor');
  return (await auditor.get(`/pools/sandbox/audit/export.csv?target=${name}`)).body;
}

/** What takes a password, a factor or the access away, with what the form asks for. */
const endings: readonly (readonly [string, (name: string) => Record<string, string>])[] = [
  ['set-password', () => ({ password: 'Another-1234', isPermanent: 'on' })],
  ['reset-password', () => ({})],
  ['reset-mfa', () => ({})],
  ['set-mfa', () => ({ preferred: 'none' })],
  ['sign-out', () => ({})],
  ['disable', () => ({})],
  ['lockdown', (name) => ({ confirmation: name })],
  ['delete', (name) => ({ confirmation: name })],
];

describe('All sessions of an operator end at once', () => {
  it.each(endings)('by %s', async (verb, fields) => {
    const { name, clients } = await atWork();
    const other = await atWork();
    const admin = await running().signedIn('admin');
    expect((await admin.post(onUser(name, verb), fields(name))).status).toBe(303);
    expect(await areOpen(clients)).toEqual([false, false]);
    expect(await areOpen([...other.clients, admin])).toEqual([true, true, true]);
    expect(await auditOf(name)).toContain('end-console-sessions');
  });

  it('by several steps that reset the password', async () => {
    const { name, clients } = await atWork();
    await update(name, 'email_verified', 'false');
    const admin = await running().signedIn('admin');
    expect((await admin.post(onUser(name, 'mend'))).status).toBe(303);
    expect(await areOpen(clients)).toEqual([false, false]);
  });

  it('by unlinking an identity that signs in as the operator', async () => {
    const { name, clients } = await atWork();
    const admin = await running().signedIn('admin');
    const source = { provider: 'Google', subject: name };
    expect((await admin.post(onUser(name, 'link-provider'), source)).status).toBe(303);
    expect(await areOpen(clients)).toEqual([true, true]);
    const identity = { identity: `Google/${name}` };
    expect((await admin.post(onUser(name, 'unlink-provider'), identity)).status).toBe(303);
    expect(await areOpen(clients)).toEqual([false, false]);
  });

  it('but not by what leaves password, factors and access as they are', async () => {
    const { name, clients } = await atWork();
    const admin = await running().signedIn('admin');
    const added = await admin.post(onUser(name, 'add-to-group'), { group: 'pool-auditors' });
    expect(added.status).toBe(303);
    expect(await areOpen(clients)).toEqual([true, true]);
  });

  it('but for the session in which operators change their own password', async () => {
    const { name, clients } = await atWork(running(), 'pool-admins');
    const fields = { password: 'Another-1234', isPermanent: 'on' };
    expect((await clients[0].post(onUser(name, 'set-password'), fields)).status).toBe(303);
    expect(await areOpen(clients)).toEqual([true, false]);
    expect((await clients[0].post(onUser(name, 'sign-out'))).status).toBe(303);
    expect(await areOpen(clients)).toEqual([false, false]);
  });
});

const update = (name: string, Name: string, Value: string) =>
  running().cognito.send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId: running().sandbox.userPoolId,
      Username: name,
      UserAttributes: [{ Name, Value }],
    }),
  );

describe('A reset that an operator completes at the console ends all sessions', () => {
  it.each<readonly [string, (name: string) => Promise<string>]>([
    ['the username', async (name) => name],
    ['a verified address', async (name) => `${name}@example.com`],
    [
      'a preferred username',
      async (name) => {
        await update(name, 'preferred_username', `boss-${name}`);
        return `boss-${name}`;
      },
    ],
  ])('asked for by %s', async (_, typedName) => {
    const { name, clients } = await atWork();
    const other = await atWork();
    const username = await typedName(name);
    const client = running().client();
    await client.post('/forgot-password', { username });
    expect(await areOpen(clients)).toEqual([true, true]);
    const code = await secondFactorsOf(running()).sentCode(name);
    const chosen = { newPassword: 'Chosen-1234', repeated: 'Chosen-1234' };
    const wrong = await client.post('/reset-password', { username, code: '000000x', ...chosen });
    expect(wrong.status).toBe(422);
    expect(await areOpen(clients)).toEqual([true, true]);
    const reply = await client.post('/reset-password', { username, code, ...chosen });
    expect(reply.headers.get('location')).toBe('/sign-in?password=set');
    expect(await areOpen(clients)).toEqual([false, false]);
    expect(await areOpen(other.clients)).toEqual([true, true]);
  });
});

onPostgres((freshDatabase) => {
  it('Sessions at one console end by a change at another', async () => {
    const { sandbox } = await runningSandbox();
    const environment = { DATABASE_URL: await freshDatabase(), SESSION_SECRET: secret };
    const here = await consoleForTest({ pool: sandbox, environment });
    const there = await consoleForTest({ pool: sandbox, environment });
    const { name, clients } = await atWork(here);
    const admin = await there.signedIn('admin');
    const fields = { password: 'Another-1234', isPermanent: 'on' };
    expect((await admin.post(onUser(name, 'set-password'), fields)).status).toBe(303);
    expect(await areOpen(clients)).toEqual([false, false]);
  });
});

const secret = Array.from({ length: 48 }, (_, index) =>
  String.fromCharCode(65 + (index % 26)),
).join('');

describe('A person is signed out everywhere where that is asked for', () => {
  it.each([
    ['set-password', { password: 'Another-1234', isPermanent: 'on' }],
    ['reset-password', {}],
  ])('with %s', async (verb, fields) => {
    const person = personAt(running());
    const people = peopleOf(running());
    const admin = await running().signedIn('admin');
    for (const signOut of [false, true]) {
      const name = await people.confirmed();
      const { AuthenticationResult } = await person.signIn(name, operatorPassword);
      const sent = { ...fields, ...(signOut && { signOut: 'on' }) };
      expect((await admin.post(onUser(name, verb), sent)).status).toBe(303);
      // Refresh tokens of a person who must choose another password do not work in any case.
      const goesOn = verb === 'set-password' && !signOut;
      const { RefreshToken, NewDeviceMetadata } = AuthenticationResult ?? {};
      const isAlive = await person.canRefresh(RefreshToken, NewDeviceMetadata?.DeviceKey);
      expect(isAlive).toBe(goesOn);
      expect((await auditOf(name)).includes('user.sign-out')).toBe(signOut);
    }
  });

  it('by all who may change the password', () => {
    for (const role of roles.filter((one) => isAllowed(one, 'users:reset-password'))) {
      expect([role, isAllowed(role, 'users:sign-out')]).toEqual([role, true]);
    }
  });
});

it('Every action that ends sessions of operators is known', () => {
  const ending = actions.filter(({ endsSessions }) => endsSessions !== undefined);
  expect(ending.map(({ id }) => id).sort()).toEqual([
    'user.add-contact',
    'user.delete',
    'user.disable',
    'user.lockdown',
    'user.mend',
    'user.reset-mfa',
    'user.reset-password',
    'user.set-mfa',
    'user.set-password',
    'user.sign-out',
    'user.unlink-provider',
  ]);
});
