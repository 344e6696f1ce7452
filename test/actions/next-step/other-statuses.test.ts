import {
  AdminDeleteUserAttributesCommand,
  AdminEnableUserCommand,
  AdminResetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, expect, it } from 'vitest';
import { operatorPassword } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';
import { sharedConsole } from '../../helpers/shared-console.ts';
import { cardOf, pressCard } from './card.ts';
import { personAt } from './person.ts';

// No operation gives these statuses, so that each test takes another of the seeded users.
const running = sharedConsole({ sandbox: { users: 2000 } });
const chosen = 'Chosen-by-the-person-1';

let compromised: string[];
beforeAll(async () => {
  compromised = await peopleOf(running()).seeded('COMPROMISED');
});
const nextCompromised = (): string => {
  const username = compromised.shift();
  if (username === undefined) throw new Error('The seed has too few compromised users.');
  return username;
};
const named = (Username: string) => ({ UserPoolId: running().sandbox.userPoolId, Username });

/** Locked out, though the password is right and the person asks for a code. */
async function expectStuck(username: string): Promise<void> {
  const person = personAt(running());
  expect(await person.outcome(username, operatorPassword)).toBe('NotAuthorizedException');
  const sent = await person.secretSentTo(`${username}@example.com`);
  await person.forgotPassword(username).catch(() => undefined);
  expect(await person.secretSentTo(`${username}@example.com`)).toBe(sent);
}

async function expectWayIn(username: string, email: string): Promise<void> {
  const person = personAt(running());
  const code = await person.secretSentTo(email);
  await person.choosePassword(username, code, chosen);
  expect(await person.outcome(username, chosen)).toBe('tokens');
  expect(await person.outcome(username, operatorPassword)).toBe('NotAuthorizedException');
}

async function setContact(username: string, email: string, isVerified: boolean): Promise<void> {
  const { cognito } = running();
  const UserAttributeNames = ['phone_number'];
  await cognito.send(
    new AdminDeleteUserAttributesCommand({ ...named(username), UserAttributeNames }),
  );
  await cognito.send(
    new AdminUpdateUserAttributesCommand({
      ...named(username),
      UserAttributes: [
        { Name: 'email', Value: email },
        ...(email === '' ? [] : [{ Name: 'email_verified', Value: String(isVerified) }]),
      ],
    }),
  );
}

it('a compromised password: a plain reset is refused, the card replaces it and sends a code', async () => {
  const username = nextCompromised();
  await setContact(username, `${username}@example.com`, true);
  await expectStuck(username);
  const reset = running().cognito.send(new AdminResetUserPasswordCommand(named(username)));
  await expect(reset).rejects.toMatchObject({ name: 'NotAuthorizedException' });

  const support = await running().signedIn('support');
  const card = await pressCard(support, username);
  expect(card.text).toContain('The password is known to others');
  await expectWayIn(username, `${username}@example.com`);

  const { text } = await support.get(`/pools/sandbox/audit?target=${username}`);
  expect(text).toContain('Replace the password by one that nobody knows: done.');
});

it('a compromised password without verified contact: verified, replaced and a code in one go', async () => {
  const username = nextCompromised();
  await setContact(username, `${username}@example.com`, false);
  await expectStuck(username);
  const support = await running().signedIn('support');
  const card = await pressCard(support, username);
  expect(card.label).toBe('Verify contact and reset password');
  await expectWayIn(username, `${username}@example.com`);
  const { text } = await support.get(`/pools/sandbox/audit?target=${username}`);
  expect(text).toContain(
    'Mark contact as verified: done, Replace the password by one that nobody knows: done, Reset password: done.',
  );
});

it('a compromised password without any contact: an administrator adds one', async () => {
  const username = nextCompromised();
  await setContact(username, '', false);
  await expectStuck(username);
  expect(await cardOf(await running().signedIn('support'), username)).toMatchObject({ href: '' });
  const email = `${username}@example.com`;
  await pressCard(await running().signedIn('admin'), username, { 'attribute:email': email });
  await expectWayIn(username, email);
});

it('somebody put away: an administrator sets a temporary password, support is told to ask one', async () => {
  const { cognito } = running();
  const { Users: [user] = [] } = await cognito.send(
    new ListUsersCommand({
      UserPoolId: running().sandbox.userPoolId,
      Filter: 'cognito:user_status = "ARCHIVED"',
    }),
  );
  const username = user?.Username ?? '';
  await cognito.send(new AdminEnableUserCommand(named(username)));
  await expectStuck(username);
  const support = await cardOf(await running().signedIn('support'), username);
  expect(support).toMatchObject({ href: '' });
  expect(support.text).toContain('An administrator can do this.');
  const temporary = 'Told-by-telephone-1';
  const admin = await running().signedIn('admin');
  const card = await pressCard(admin, username, { password: temporary });
  expect(card.text).toContain('Put away');
  expect(await personAt(running()).firstSignIn(username, temporary, chosen)).toBe('tokens');
});

it('a status that nobody knows: says so, and offers nothing', async () => {
  const [username = ''] = await peopleOf(running()).seeded('UNKNOWN');
  await expectStuck(username);
  const card = await cardOf(await running().signedIn('admin'), username);
  expect(card).toMatchObject({ href: '' });
  expect(card.text).toContain('In a status that this console does not know');
});
