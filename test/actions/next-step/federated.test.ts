import { AdminSetUserPasswordCommand } from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, expect, it } from 'vitest';
import { operatorPassword } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';
import { sharedConsole } from '../../helpers/shared-console.ts';
import { cardOf } from './card.ts';
import { personAt } from './person.ts';

const running = sharedConsole({ sandbox: { users: 400 } });
const chosen = 'Chosen-by-an-admin-1';

/** Nobody can be made federated from outside, so each test takes another of the seeded users. */
let federated: string[];
beforeAll(async () => {
  federated = await peopleOf(running()).seeded('EXTERNAL_PROVIDER');
});
const nextFederated = (): string => {
  const username = federated.shift();
  if (username === undefined) throw new Error('The seed has too few federated users.');
  return username;
};
const actionOf = (username: string, action: string) =>
  `/pools/sandbox/users/${username}/actions/${action}`;
const statusOf = async (username: string) => (await peopleOf(running()).get(username)).UserStatus;

it('has no password here: the card says where the person signs in, and offers no button', async () => {
  const username = nextFederated();
  const person = personAt(running());
  expect(await person.outcome(username, operatorPassword)).toBe('NotAuthorizedException');
  await expect(person.forgotPassword(username)).rejects.toThrow('current state');

  const admin = await running().signedIn('admin');
  const page = await admin.get(`/pools/sandbox/users/${username}`);
  expect(page.text).toContain(username.replace('google_', 'Google/'));
  expect(page.text).not.toContain('providerName');
  const card = await cardOf(admin, username);
  expect(card).toMatchObject({ href: '' });
  expect(card.text).toContain('Signs in at Google');
  expect(card.text).toContain('Do not set a password here');
});

it.each(['reset-password', 'reset-mfa', 'resend-invitation', 'confirm', 'mend', 'add-contact'])(
  'is not changed by %s',
  async (action) => {
    const username = federated.at(-1) ?? '';
    const admin = await running().signedIn('admin');
    const reply = await admin.post(actionOf(username, action), {
      'attribute:email': 'a@b.example',
    });
    expect(reply.status).toBe(409);
    expect(await statusOf(username)).toBe('EXTERNAL_PROVIDER');
  },
);

it('silently becomes a local user by a password that a script sets', async () => {
  const username = nextFederated();
  const { cognito, sandbox } = running();
  const password = { Password: chosen, Permanent: true };
  await cognito.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: sandbox.userPoolId,
      Username: username,
      ...password,
    }),
  );
  expect(await statusOf(username)).toBe('CONFIRMED');
});

it('becomes a local user through the console only after the name was typed', async () => {
  const username = nextFederated();
  const admin = await running().signedIn('admin');
  const path = actionOf(username, 'set-password');
  const form = await admin.get(path);
  expect(form.text).toContain('turns the account into a local one');
  expect(form.body).toContain(`data-expected="${username}"`);

  const password = { password: chosen, isPermanent: 'on' };
  const untyped = await admin.post(path, password);
  expect(untyped.status).toBe(422);
  expect(untyped.text).toContain(`Type ${username} to confirm.`);
  expect(await statusOf(username)).toBe('EXTERNAL_PROVIDER');

  expect((await admin.post(path, { ...password, confirmation: username })).status).toBe(303);
  expect(await statusOf(username)).toBe('CONFIRMED');
  expect(await personAt(running()).outcome(username, chosen)).toBe('tokens');
});

it('lets anybody else be given a password without typing the name', async () => {
  const username = await peopleOf(running()).confirmed();
  const admin = await running().signedIn('admin');
  const reply = await admin.post(actionOf(username, 'set-password'), { password: chosen });
  expect(reply.status).toBe(303);
});
