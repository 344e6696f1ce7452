import {
  AdminDeleteUserAttributesCommand,
  AdminResetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  DescribeUserPoolCommand,
  type RecoveryOptionNameType,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { operatorPassword } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';
import { sharedConsole } from '../../helpers/shared-console.ts';
import { cardOf, pressCard } from './card.ts';
import { personAt } from './person.ts';

/** Milliseconds ahead of the real time, so that the console reads the pool's settings again. */
let ahead = 0;
const running = sharedConsole({ now: () => new Date(Date.now() + ahead) });
const chosen = 'Chosen-by-the-person-1';
const emailOf = (username: string) => `${username}@example.com`;
const named = (Username: string) => ({ UserPoolId: running().sandbox.userPoolId, Username });
const reset = (username: string) =>
  running().cognito.send(new AdminResetUserPasswordCommand(named(username)));

async function recoverBy(...names: RecoveryOptionNameType[]): Promise<void> {
  const { cognito, sandbox } = running();
  const UserPoolId = sandbox.userPoolId;
  const { UserPool: pool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
  await cognito.send(
    new UpdateUserPoolCommand({
      UserPoolId,
      Policies: pool?.Policies,
      MfaConfiguration: pool?.MfaConfiguration,
      AutoVerifiedAttributes: pool?.AutoVerifiedAttributes,
      AccountRecoverySetting: {
        RecoveryMechanisms: names.map((Name, index) => ({ Priority: index + 1, Name })),
      },
    }),
  );
  ahead += 61_000;
}

/** Chooses a password with the code that was sent, and signs in with it. */
async function expectWayIn(username: string): Promise<void> {
  const person = personAt(running());
  const code = await person.secretSentTo(emailOf(username));
  await person.choosePassword(username, code, chosen);
  expect(await person.outcome(username, chosen)).toBe('tokens');
}

/** In RESET_REQUIRED, and then without the verified contact that a reset needs. */
async function resetAndUnreachable(contact: 'unverified' | 'none'): Promise<string> {
  const username = await peopleOf(running()).confirmed();
  await reset(username);
  const { cognito } = running();
  if (contact === 'none') {
    const UserAttributeNames = ['email', 'email_verified'];
    await cognito.send(
      new AdminDeleteUserAttributesCommand({ ...named(username), UserAttributeNames }),
    );
  } else {
    const UserAttributes = [{ Name: 'email_verified', Value: 'false' }];
    await cognito.send(
      new AdminUpdateUserAttributesCommand({ ...named(username), UserAttributes }),
    );
  }
  const person = personAt(running());
  expect(await person.outcome(username, operatorPassword)).toBe('PasswordResetRequiredException');
  const sent = await person.secretSentTo(emailOf(username));
  await person.forgotPassword(username);
  expect(await person.secretSentTo(emailOf(username))).toBe(sent);
  await expect(reset(username)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  return username;
}

it('a required reset without verified contact: verified and another code in one go', async () => {
  const username = await resetAndUnreachable('unverified');
  const card = await pressCard(await running().signedIn('support'), username);
  expect(card.label).toBe('Verify contact and send a code');
  await expectWayIn(username);
});

it('a required reset without any contact: an administrator adds one, and a code is sent', async () => {
  const username = await resetAndUnreachable('none');
  const support = await cardOf(await running().signedIn('support'), username);
  expect(support).toMatchObject({ href: '' });
  const admin = await running().signedIn('admin');
  const card = await pressCard(admin, username, { 'attribute:email': emailOf(username) });
  expect(card.text).toContain('Must choose a new password, but has no contact');
  await expectWayIn(username);
});

describe('in a pool that sends codes by e-mail only', () => {
  it('a verified phone number does not help: the e-mail address is verified with it', async () => {
    await recoverBy('verified_email');
    const phone_number = `+1555${String(Date.now()).slice(-7)}`;
    const phone = { phone_number, phone_number_verified: 'true' };
    const username = await peopleOf(running()).confirmed({ ...phone, email_verified: 'false' });
    await personAt(running()).forgotPassword(username);
    expect(await personAt(running()).secretSentTo(phone_number)).toBe('');
    await expect(reset(username)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const card = await pressCard(await running().signedIn('support'), username);
    expect(card.label).toBe('Verify contact and reset password');
    await expectWayIn(username);
  });

  it('somebody with only a phone number is asked for an e-mail address, not for another phone', async () => {
    await recoverBy('verified_email');
    const phone_number = `+1556${String(Date.now()).slice(-7)}`;
    const none = { email: '', email_verified: '' };
    const username = await peopleOf(running()).confirmed({ ...none, phone_number });
    const admin = await running().signedIn('admin');
    const { href, text } = await cardOf(admin, username);
    expect(text).toContain('No contact for a forgotten password');
    const form = await admin.get(href);
    expect(form.body).toContain('attribute:email');
    expect(form.body).not.toContain('attribute:phone_number');
    await pressCard(admin, username, { 'attribute:email': emailOf(username) });
    await expectWayIn(username);
  });
});

describe('in a pool where only administrators give new passwords', () => {
  const temporary = 'Told-by-telephone-1';

  it('a forgotten password: no code for anybody, an administrator sets a temporary one', async () => {
    await recoverBy('admin_only');
    const username = await peopleOf(running()).confirmed();
    await expect(personAt(running()).forgotPassword(username)).rejects.toThrow('administrator');
    await expect(reset(username)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const support = await running().signedIn('support');
    expect((await cardOf(support, username)).text).toContain('An administrator can do this.');
    const refused = await support.post(`/pools/sandbox/users/${username}/actions/reset-password`);
    expect(refused.text).toContain('An administrator sets a temporary password instead.');

    await pressCard(await running().signedIn('admin'), username, { password: temporary });
    expect(await personAt(running()).firstSignIn(username, temporary, chosen)).toBe('tokens');
  });

  it('a required reset: an administrator sets a temporary password', async () => {
    await recoverBy('verified_email');
    const username = await peopleOf(running()).confirmed();
    await reset(username);
    await recoverBy('admin_only');
    const person = personAt(running());
    expect(await person.outcome(username, operatorPassword)).toBe('PasswordResetRequiredException');
    const admin = await running().signedIn('admin');
    const card = await pressCard(admin, username, { password: temporary });
    expect(card.label).toBe('Set a temporary password');
    expect(await person.firstSignIn(username, temporary, chosen)).toBe('tokens');
  });
});
