import {
  AdminDeleteUserCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  CreateGroupCommand,
  DeleteGroupCommand,
  GetGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { consoleForTest, operatorPassword, type TestConsole } from '../../helpers/console.ts';
import type { ConsoleClient, Reply } from '../../helpers/console-client.ts';
import { formOf, problemOf } from '../../helpers/form.ts';
import { peopleOf } from '../../helpers/people.ts';
import { proxyOf } from '../../helpers/pool-proxy.ts';
import { secondFactorsOf } from '../../helpers/second-factors.ts';
import { sharedConsole } from '../../helpers/shared-console.ts';
import { personAt } from '../next-step/person.ts';

const running = sharedConsole({ sandbox: { users: 0 } });

const sentence = 'has changed since this form was opened, and nothing was done.';
const path = (username: string, verb: string) => `/pools/sandbox/users/${username}/actions/${verb}`;
const json = { accept: 'application/json' };

/** What is done behind the console's back. */
function behind({ cognito, sandbox }: TestConsole) {
  const UserPoolId = sandbox.userPoolId;
  return {
    setAttributes: (Username: string, attributes: Record<string, string>) =>
      cognito.send(
        new AdminUpdateUserAttributesCommand({
          UserPoolId,
          Username,
          UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
        }),
      ),
    async deleteAndCreateAgain(Username: string): Promise<void> {
      await cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username }));
      await peopleOf(running()).confirmed({}, Username);
    },
    setPassword: (Username: string) =>
      cognito.send(
        new AdminSetUserPasswordCommand({
          UserPoolId,
          Username,
          Password: operatorPassword,
          Permanent: true,
        }),
      ),
    preferNothing: (Username: string) =>
      cognito.send(
        new AdminSetUserMFAPreferenceCommand({
          UserPoolId,
          Username,
          SMSMfaSettings: { Enabled: true, PreferredMfa: false },
        }),
      ),
    createGroup: (GroupName: string) =>
      cognito.send(new CreateGroupCommand({ UserPoolId, GroupName })),
    deleteGroup: (GroupName: string) =>
      cognito.send(new DeleteGroupCommand({ UserPoolId, GroupName })),
    findGroup: (GroupName: string) =>
      cognito.send(new GetGroupCommand({ UserPoolId, GroupName })).catch(() => undefined),
  };
}

/** A form that was opened, a change behind it, and what is posted then. */
async function stale(
  admin: ConsoleClient,
  address: string,
  change: () => Promise<unknown>,
  typed: Record<string, string>,
): Promise<{ refused: Reply; asProgram: Reply }> {
  const form = formOf(await admin.get(address));
  await change();
  const asProgram = await admin.post(address, { ...form, ...typed }, json);
  return { refused: await admin.post(address, { ...form, ...typed }), asProgram };
}

function expectChanged({ refused, asProgram }: { refused: Reply; asProgram: Reply }): void {
  expect(asProgram.status).toBe(409);
  expect(JSON.parse(asProgram.body)).toMatchObject({ error: { code: 'changed_meanwhile' } });
  expect(refused.status).toBe(409);
  expect(problemOf(refused)).toContain(sentence);
}

type Case = {
  readonly verb: string;
  readonly make: () => Promise<string>;
  readonly change: (username: string) => Promise<unknown>;
  readonly typed?: (username: string) => Record<string, string>;
  /** What the pool shows when it was done. */
  readonly isDone: (username: string) => Promise<boolean>;
  readonly shownNow?: (username: string) => string;
};

const people = () => peopleOf(running());
const newAddress = (username: string) => `new-${username}@example.com`;
const changeAddress = (username: string) =>
  behind(running()).setAttributes(username, { email: newAddress(username) });
const changeVerifiedAddress = (username: string) =>
  behind(running()).setAttributes(username, {
    email: newAddress(username),
    email_verified: 'true',
  });
const isVerified = async (username: string) =>
  (await people().attributes(username)).email_verified === 'true';
const isMissing = async (username: string) =>
  people()
    .get(username)
    .then(
      () => false,
      () => true,
    );
const again = (username: string) => behind(running()).deleteAndCreateAgain(username);
const confirmation = (username: string) => ({ confirmation: username });

const cases: readonly Case[] = [
  {
    verb: 'verify-contact',
    make: () => people().confirmed({ email_verified: 'false' }),
    change: changeAddress,
    typed: () => ({ contact: 'email' }),
    isDone: isVerified,
    shownNow: newAddress,
  },
  {
    verb: 'mend',
    make: () => people().confirmed({ email_verified: 'false' }),
    change: changeAddress,
    isDone: isVerified,
    shownNow: newAddress,
  },
  {
    verb: 'mend',
    make: () => people().unconfirmed(),
    change: (username) => behind(running()).setPassword(username),
    isDone: isVerified,
    shownNow: () => 'a code to choose a new password is sent there',
  },
  {
    verb: 'confirm',
    make: () => people().unconfirmed(),
    change: changeAddress,
    typed: () => ({ markVerified: 'true' }),
    isDone: isVerified,
    shownNow: newAddress,
  },
  {
    verb: 'reset-password',
    make: () => people().confirmed(),
    change: changeVerifiedAddress,
    isDone: async (username) => (await people().get(username)).UserStatus === 'RESET_REQUIRED',
    shownNow: newAddress,
  },
  {
    verb: 'resend-invitation',
    make: () => people().invited(),
    change: changeVerifiedAddress,
    isDone: async (username) =>
      (await personAt(running()).secretSentTo(newAddress(username))) !== '',
    shownNow: newAddress,
  },
  {
    verb: 'add-contact',
    make: () => people().invited({ email: '', email_verified: '' }),
    change: (username) => behind(running()).setPassword(username),
    typed: (username) => ({ 'attribute:email': newAddress(username) }),
    isDone: isVerified,
    shownNow: () => 'a code to choose a new password is sent there',
  },
  {
    verb: 'set-mfa',
    make: async () => {
      const username = await people().confirmed({ phone_number: '+15551234567' });
      await secondFactorsOf(running()).prefer(username, { sms: true }, 'sms');
      return username;
    },
    change: (username) => behind(running()).preferNothing(username),
    typed: () => ({ preferred: 'SMS_MFA' }),
    isDone: async (username) => (await people().get(username)).PreferredMfaSetting === 'SMS_MFA',
  },
  {
    verb: 'set-password',
    make: () => people().invited(),
    change: (username) => behind(running()).setPassword(username),
    typed: () => ({ password: 'Another-1234' }),
    isDone: async (username) =>
      (await people().get(username)).UserStatus === 'FORCE_CHANGE_PASSWORD',
  },
  {
    verb: 'disable',
    make: () => people().confirmed(),
    change: again,
    isDone: async (username) => (await people().get(username)).Enabled === false,
  },
  {
    verb: 'lockdown',
    make: () => people().confirmed(),
    change: again,
    typed: confirmation,
    isDone: async (username) => (await people().get(username)).Enabled === false,
  },
  {
    verb: 'delete',
    make: () => people().confirmed(),
    change: again,
    typed: confirmation,
    isDone: isMissing,
  },
  {
    verb: 'add-to-group',
    make: () => people().confirmed(),
    change: again,
    typed: () => ({ group: 'pool-support' }),
    isDone: async (username) => (await people().groups(username)).includes('pool-support'),
  },
];

describe.each(cases)('$verb of somebody who changes while the form is open', (one) => {
  it('is refused with the new state, and done when it is confirmed again', async () => {
    const admin = await running().signedIn('admin');
    const username = await one.make();
    const typed = one.typed?.(username) ?? {};
    const address = path(username, one.verb);
    const answers = await stale(admin, address, () => one.change(username), typed);
    expectChanged(answers);
    expect(await one.isDone(username)).toBe(false);
    if (one.shownNow) expect(answers.refused.text).toContain(one.shownNow(username));
    const audit = await admin.get(`/pools/sandbox/audit?target=${username}&outcome=refused`);
    expect(audit.text).toContain(sentence);

    const done = await admin.post(address, { ...formOf(answers.refused), ...typed });
    expect(done.status).toBe(303);
    expect(await one.isDone(username)).toBe(true);
  });
});

describe('A form whose target has changed', () => {
  it('comes back without the typed name and without ticks, and with the other text', async () => {
    const admin = await running().signedIn('admin');
    const deleted = await people().confirmed();
    const { refused } = await stale(
      admin,
      path(deleted, 'delete'),
      () => again(deleted),
      confirmation(deleted),
    );
    expect(formOf(refused).confirmation).toBe('');
    const username = await people().unconfirmed();
    const ticked = await stale(admin, path(username, 'confirm'), () => changeAddress(username), {
      markVerified: 'true',
    });
    expect(formOf(ticked.refused)).not.toHaveProperty('markVerified');
  });

  it('is not refused for what it does not show', async () => {
    const admin = await running().signedIn('admin');
    const username = await people().confirmed();
    const form = formOf(await admin.get(path(username, 'disable')));
    await changeAddress(username);
    expect((await admin.post(path(username, 'disable'), form)).status).toBe(303);
  });

  it('is refused whatever a program says it was shown, and does not choose the address', async () => {
    const admin = await running().signedIn('admin');
    const username = await people().confirmed({ email_verified: 'false' });
    const forged = [
      { 'shown:email': 'thief@evil.example' },
      { 'shown:email': '' },
      { 'shown:email': `${username}@example.com`, 'shown:sub': 'another' },
      { 'shown:no-such': 'x' },
      { 'shown:': 'x' },
    ];
    for (const fields of forged) {
      const reply = await admin.post(
        path(username, 'verify-contact'),
        { contact: 'email', ...fields },
        json,
      );
      expect(reply.status).toBe(409);
      expect(JSON.parse(reply.body)).toMatchObject({ error: { code: 'changed_meanwhile' } });
    }
    expect(await people().attributes(username)).toMatchObject({
      email: `${username}@example.com`,
      email_verified: 'false',
    });
    const without = await admin.post(path(username, 'verify-contact'), { contact: 'email' });
    expect(without.status).toBe(303);
    expect(await isVerified(username)).toBe(true);
  });

  it('is the form of a group as well', async () => {
    const admin = await running().signedIn('admin');
    const pool = behind(running());
    const name = 'made-again';
    await pool.createGroup(name);
    const address = `/pools/sandbox/groups/${name}/actions/delete`;
    const change = async () => {
      await pool.deleteGroup(name);
      await pool.createGroup(name);
    };
    const answers = await stale(admin, address, change, { confirmation: name });
    expectChanged(answers);
    expect(await pool.findGroup(name)).toBeDefined();
    const form = { ...formOf(answers.refused), confirmation: name };
    expect((await admin.post(address, form)).status).toBe(303);
    expect(await pool.findGroup(name)).toBeUndefined();
  });
});

describe('The address that is marked', () => {
  it('is the one that was shown, even when it changes at the moment of the call', async () => {
    const proxy = await proxyOf(running().sandbox);
    const own = await consoleForTest({ pool: proxy.pool });
    const admin = await own.signedIn('admin');
    const username = await people().confirmed({ email_verified: 'false' });
    const form = formOf(await admin.get(path(username, 'verify-contact')));
    const release = proxy.hold('AdminUpdateUserAttributes');
    const posted = admin.post(path(username, 'verify-contact'), { ...form, contact: 'email' });
    await expect.poll(() => proxy.asked('AdminUpdateUserAttributes', username)).toBe(1);
    await changeAddress(username);
    release();
    expect((await posted).status).toBe(303);
    expect(await people().attributes(username)).toMatchObject({
      email: `${username}@example.com`,
      email_verified: 'true',
    });
  });

  it.each([
    ['verify-contact', () => people().confirmed({ email_verified: 'false' })],
    ['mend', () => people().confirmed({ email_verified: 'false' })],
    ['confirm', () => people().unconfirmed()],
    ['reset-password', () => people().confirmed()],
    ['resend-invitation', () => people().invited()],
  ])('or written to is kept by the audit: %s', async (verb, make) => {
    const admin = await running().signedIn('admin');
    const username = await make();
    const form = formOf(await admin.get(path(username, verb)));
    const typed = { contact: 'email', markVerified: 'true' };
    const done = await admin.post(path(username, verb), { ...form, ...typed });
    expect(done.status).toBe(303);
    await changeAddress(username);
    const audit = await admin.get(`/pools/sandbox/audit?target=${username}`);
    expect(audit.text).toContain(`address: ${username}@example.com`);
  });
});
