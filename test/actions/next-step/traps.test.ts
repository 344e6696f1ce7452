import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, expect, it } from 'vitest';
import { operatorPassword } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';
import { cardOf, pressCard } from './card.ts';
import { consoleInMovingTime } from './moving-time.ts';
import { personAt } from './person.ts';

// What a script or the AWS console does first, and what becomes of the person by it; then what the
// console does instead.

const { running, daysPass, operatorWho } = consoleInMovingTime();
const chosen = 'Chosen-by-the-person-1';

let people: ReturnType<typeof peopleOf>;
let person: ReturnType<typeof personAt>;
beforeEach(() => {
  people = peopleOf(running());
  person = personAt(running());
});

const emailOf = (username: string) => `${username}@example.com`;
const named = (Username: string) => ({ UserPoolId: running().sandbox.userPoolId, Username });
const actionOf = (username: string, action: string) =>
  `/pools/sandbox/users/${username}/actions/${action}`;

const naiveReset = (username: string) =>
  running().cognito.send(new AdminResetUserPasswordCommand(named(username)));

/** Asks for a code at the application's own page, and answers whether one arrived. */
async function isSentCode(username: string, address = emailOf(username)): Promise<boolean> {
  const before = await person.secretSentTo(address);
  await person.forgotPassword(username);
  return (await person.secretSentTo(address)) !== before;
}

async function expectWayIn(username: string, address = emailOf(username)): Promise<void> {
  await person.choosePassword(username, await person.secretSentTo(address), chosen);
  expect(await person.outcome(username, chosen)).toBe('tokens');
}

it('a reset of somebody invited is refused; a new invitation lets the person in', async () => {
  const username = await people.invited();
  await expect(naiveReset(username)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'User password cannot be reset in the current state.',
  });
  const support = await operatorWho('support');
  const refused = await support.post(actionOf(username, 'reset-password'));
  expect([refused.status, refused.text]).toEqual([
    409,
    expect.stringContaining('Resend the invitation instead.'),
  ]);
  await pressCard(support, username);
  const temporary = await person.secretSentTo(emailOf(username));
  expect(await person.firstSignIn(username, temporary, chosen)).toBe('tokens');
});

it('a reset of somebody unconfirmed is refused; confirmed and verified first, it works', async () => {
  const username = await people.unconfirmed();
  await expect(naiveReset(username)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  const support = await operatorWho('support');
  const refused = await support.post(actionOf(username, 'reset-password'));
  expect(refused.text).toContain('Confirm the user first, then reset the password.');
  await pressCard(support, username);
  expect((await pressCard(support, username)).label).toBe('Reset password');
  await expectWayIn(username);
});

it('a reset without verified contact is refused; the card verifies it first', async () => {
  const username = await people.confirmed({ email_verified: 'false' });
  await expect(naiveReset(username)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  const support = await operatorWho('support');
  const refused = await support.post(actionOf(username, 'reset-password'));
  expect(refused.text).toContain('Mark a contact as verified first.');
  await pressCard(support, username);
  await expectWayIn(username);
});

it('a confirmation alone leaves the contact unverified, so that no code is ever sent', async () => {
  const [naive, helped] = [await people.unconfirmed(), await people.unconfirmed()];
  await running().cognito.send(new AdminConfirmSignUpCommand(named(naive)));
  expect(await person.outcome(naive, operatorPassword)).toBe('tokens');
  expect(await isSentCode(naive)).toBe(false);

  const support = await operatorWho('support');
  expect((await cardOf(support, naive)).text).toContain('A forgotten password could not be reset');
  await pressCard(support, helped);
  expect(await person.outcome(helped, operatorPassword)).toBe('tokens');
  expect(await isSentCode(helped)).toBe(true);
  await expectWayIn(helped);
});

it('an address changed by a script becomes unverified; the form says so and can vouch for it', async () => {
  const [naive, helped] = [await people.confirmed(), await people.confirmed()];
  const fresh = (username: string) => `new-${emailOf(username)}`;
  const UserAttributes = [{ Name: 'email', Value: fresh(naive) }];
  await running().cognito.send(
    new AdminUpdateUserAttributesCommand({ ...named(naive), UserAttributes }),
  );
  expect(await isSentCode(naive, fresh(naive))).toBe(false);

  const admin = await operatorWho('admin');
  const form = await admin.get(actionOf(helped, 'edit-attributes'));
  expect(form.text).toContain('counts as unverified unless you mark it as verified');
  const saved = await admin.post(actionOf(helped, 'edit-attributes'), {
    'attribute:email': fresh(helped),
    new_email_verified: 'true',
  });
  expect(saved.status).toBe(303);
  expect(await isSentCode(helped, fresh(helped))).toBe(true);
  await expectWayIn(helped, fresh(helped));

  expect((await pressCard(admin, naive)).label).toBe('Verify contact and reset password');
  await expectWayIn(naive, fresh(naive));
});

it('a permanent password confirms anybody, and the form says so; the contact stays unverified', async () => {
  const [naive, helped] = [await people.unconfirmed(), await people.unconfirmed()];
  const password = { Password: chosen, Permanent: true };
  await running().cognito.send(new AdminSetUserPasswordCommand({ ...named(naive), ...password }));
  expect((await people.get(naive)).UserStatus).toBe('CONFIRMED');
  expect(await isSentCode(naive)).toBe(false);

  const admin = await operatorWho('admin');
  const form = await admin.get(actionOf(helped, 'set-password'));
  expect(form.text).toContain('A permanent one confirms the user at once.');
  expect((await cardOf(admin, helped)).href).toContain('/actions/mend');
});

it('an expired invitation is not mended by a reset, nor is an edit taken for a new invitation', async () => {
  const username = await people.invited();
  daysPass(5);
  const UserAttributes = [{ Name: 'nickname', Value: 'Edited' }];
  await running().cognito.send(
    new AdminUpdateUserAttributesCommand({ ...named(username), UserAttributes }),
  );
  daysPass(3);
  expect(await person.outcome(username, operatorPassword)).toBe('NotAuthorizedException');
  await expect(naiveReset(username)).rejects.toMatchObject({ name: 'NotAuthorizedException' });

  const support = await operatorWho('support');
  const { text } = await pressCard(support, username);
  expect(text).toContain('The temporary password of the first invitation has expired.');
  const temporary = await person.secretSentTo(emailOf(username));
  expect(await person.firstSignIn(username, temporary, chosen)).toBe('tokens');
});

it('another invitation of somebody who has signed in is refused; a code is sent instead', async () => {
  const username = await people.confirmed();
  const resend = new AdminCreateUserCommand({ ...named(username), MessageAction: 'RESEND' });
  await expect(running().cognito.send(resend)).rejects.toMatchObject({
    name: 'UnsupportedUserStateException',
  });
  const support = await operatorWho('support');
  const refused = await support.post(actionOf(username, 'resend-invitation'));
  expect(refused.text).toContain('Reset the password instead.');
  await pressCard(support, username);
  await expectWayIn(username);
});

it('somebody disabled is stuck in two ways: enabled first, and then the card says the other', async () => {
  const username = await people.invited();
  await people.disable(username);
  daysPass(8);
  const admin = await operatorWho('admin');
  expect((await pressCard(admin, username)).text).toContain('Disabled');
  expect(await person.outcome(username, operatorPassword)).toBe('NotAuthorizedException');
  await pressCard(await operatorWho('support'), username);
  const temporary = await person.secretSentTo(emailOf(username));
  expect(await person.firstSignIn(username, temporary, chosen)).toBe('tokens');
});
