import {
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, expect, it } from 'vitest';
import { operatorPassword } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';
import { cardOf, pressCard } from './card.ts';
import { consoleInMovingTime } from './moving-time.ts';
import { personAt } from './person.ts';

const { running, daysPass, operatorWho } = consoleInMovingTime();
const chosen = 'Chosen-by-the-person-1';

let people: ReturnType<typeof peopleOf>;
let person: ReturnType<typeof personAt>;
beforeEach(() => {
  people = peopleOf(running());
  person = personAt(running());
});

/** Presses the card's button and confirms. */
async function press(role: string, username: string, fields: Record<string, string> = {}) {
  return pressCard(await operatorWho(role), username, fields);
}

const emailOf = (username: string) => `${username}@example.com`;

it('an expired invitation: a new one carries a password that works', async () => {
  const username = await people.invited();
  daysPass(8);
  expect(await person.outcome(username, operatorPassword)).toBe('NotAuthorizedException');
  const card = await press('support', username);
  expect(card.text).toContain('The invitation has expired');
  const temporary = await person.secretSentTo(emailOf(username));
  expect(await person.firstSignIn(username, temporary, chosen)).toBe('tokens');
});

it('a forced change with a lost password: another invitation', async () => {
  const username = await people.invited();
  expect(await person.outcome(username, 'Not-the-password-1')).toBe('NotAuthorizedException');
  const card = await press('support', username);
  expect(card.text).toContain('Has not signed in yet');
  const temporary = await person.secretSentTo(emailOf(username));
  expect(await person.firstSignIn(username, temporary, chosen)).toBe('tokens');
});

it('an invitation without any contact: an administrator adds one, and it is sent there', async () => {
  const username = await people.invited({ email: '', email_verified: '' });
  daysPass(8);
  expect(await person.outcome(username, operatorPassword)).toBe('NotAuthorizedException');
  const support = await cardOf(await operatorWho('support'), username);
  expect(support).toMatchObject({ href: '' });
  expect(support.text).toContain('An administrator can do this.');
  await press('admin', username, { 'attribute:email': emailOf(username) });
  const temporary = await person.secretSentTo(emailOf(username));
  expect(await person.firstSignIn(username, temporary, chosen)).toBe('tokens');
});

it('an unconfirmed sign-up: confirmed and verified together, so that a reset works later', async () => {
  const username = await people.unconfirmed();
  expect(await person.outcome(username, operatorPassword)).toBe('UserNotConfirmedException');
  const card = await press('support', username);
  expect(card.label).toBe('Confirm and mark verified');
  expect(await person.outcome(username, operatorPassword)).toBe('tokens');
  await person.forgotPassword(username);
  const code = await person.secretSentTo(emailOf(username));
  await person.choosePassword(username, code, chosen);
  expect(await person.outcome(username, chosen)).toBe('tokens');

  const { text } = await (await operatorWho('auditor')).get(
    `/pools/sandbox/audit?target=${username}`,
  );
  expect(text).toContain('Get signed in again');
  expect(text).toContain('Confirm user: done, Mark contact as verified: done.');
});

it('an unconfirmed sign-up without any contact: confirmed, and then the card asks for a contact', async () => {
  const username = await people.unconfirmed({ email: '' });
  expect(await person.outcome(username, operatorPassword)).toBe('UserNotConfirmedException');
  const card = await press('support', username);
  expect(card.label).toBe('Confirm');
  expect(await person.outcome(username, operatorPassword)).toBe('tokens');
  const { text } = await cardOf(await operatorWho('support'), username);
  expect(text).toContain('No contact for a forgotten password');
});

it('a forgotten password with an unverified contact: verified and a code sent in one go', async () => {
  const username = await people.confirmed({ email_verified: 'false' });
  await person.forgotPassword(username);
  expect(await person.secretSentTo(emailOf(username))).toBe('');
  const card = await press('support', username);
  expect(card.label).toBe('Verify contact and reset password');
  const code = await person.secretSentTo(emailOf(username));
  await person.choosePassword(username, code, chosen);
  expect(await person.outcome(username, chosen)).toBe('tokens');
});

it('a forgotten password without any contact: an administrator adds one, and a code is sent', async () => {
  const username = await people.confirmed({ email: '', email_verified: '' });
  await person.forgotPassword(username);
  expect(await person.secretSentTo(emailOf(username))).toBe('');
  const admin = await operatorWho('admin');
  const { href, text } = await cardOf(admin, username);
  expect(text).toContain('No contact for a forgotten password');
  expect((await admin.post(href, {})).text).toContain('Give at least one contact.');
  await press('admin', username, { 'attribute:email': emailOf(username) });
  const code = await person.secretSentTo(emailOf(username));
  await person.choosePassword(username, code, chosen);
  expect(await person.outcome(username, chosen)).toBe('tokens');
});

it('a required reset whose code was lost: another code', async () => {
  const username = await people.confirmed();
  await running().cognito.send(
    new AdminResetUserPasswordCommand({
      UserPoolId: running().sandbox.userPoolId,
      Username: username,
    }),
  );
  expect(await person.outcome(username, operatorPassword)).toBe('PasswordResetRequiredException');
  const card = await press('support', username);
  expect(card.label).toBe('Send another code');
  const code = await person.secretSentTo(emailOf(username));
  await person.choosePassword(username, code, chosen);
  expect(await person.outcome(username, chosen)).toBe('tokens');
});

it('a disabled user: an administrator enables, support is told to ask one', async () => {
  const username = await people.confirmed();
  const { cognito, sandbox } = running();
  await cognito.send(
    new AdminDisableUserCommand({ UserPoolId: sandbox.userPoolId, Username: username }),
  );
  expect(await person.outcome(username, operatorPassword)).toBe('NotAuthorizedException');
  const support = await cardOf(await operatorWho('support'), username);
  expect(support).toMatchObject({ href: '' });
  expect(support.text).toContain('An administrator can do this.');
  await press('admin', username);
  expect(await person.outcome(username, operatorPassword)).toBe('tokens');
});

it('a lost authenticator: taken away, and the password is enough again', async () => {
  const username = await people.confirmed();
  await person.setUpAuthenticator(username, operatorPassword);
  expect(await person.outcome(username, operatorPassword)).toBe('SOFTWARE_TOKEN_MFA');
  const support = await operatorWho('support');
  const { text } = await cardOf(support, username);
  expect(text).toContain('The authenticator is lost');
  const reply = await support.post(`/pools/sandbox/users/${username}/actions/reset-mfa`);
  expect(reply.status).toBe(303);
  expect(await person.outcome(username, operatorPassword)).toBe('tokens');
});

it('somebody who can sign in: nothing is in the way, a code can be sent', async () => {
  const username = await people.confirmed();
  expect(await person.outcome(username, operatorPassword)).toBe('tokens');
  const card = await cardOf(await operatorWho('support'), username);
  expect(card).toMatchObject({ label: 'Reset password' });
  expect(card.text).toContain('Nothing is in the way');
  const mend = await (await operatorWho('support')).post(
    `/pools/sandbox/users/${username}/actions/mend`,
  );
  expect(mend.status).toBe(409);
});

it('offers an auditor no button', async () => {
  const username = await people.unconfirmed();
  const card = await cardOf(await operatorWho('auditor'), username);
  expect(card).toMatchObject({ href: '' });
  expect(card.text).toContain('Never entered the confirmation code');
  expect(card.text).not.toContain('An administrator can');
});
