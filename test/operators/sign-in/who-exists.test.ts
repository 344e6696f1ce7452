import { AdminResetUserPasswordCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { withAttribute } from '../../helpers/html.ts';
import { peopleOf } from '../../helpers/people.ts';
import { sharedConsole } from '../../helpers/shared-console.ts';

const running = sharedConsole({ sandbox: { users: 0 } });

it('Signing in answers the same whoever exists, and however the account stands', async () => {
  const own = running();
  const people = peopleOf(own);
  const [confirmed, disabled, reset, locked] = [
    await people.confirmed(),
    await people.confirmed(),
    await people.confirmed(),
    await people.confirmed(),
  ];
  await people.disable(disabled);
  await own.cognito.send(
    new AdminResetUserPasswordCommand({ UserPoolId: own.sandbox.userPoolId, Username: reset }),
  );
  const attempt = async (username: string) => {
    const { status, headers, body, text } = await own
      .client()
      .post('/sign-in', { username, password: 'Wrong-1234' });
    const alert = withAttribute(body, 'role', 'alert')[0]?.text;
    const retryAfter = headers.get('retry-after');
    return { status, alert, retryAfter, text: text.replaceAll(username, 'NAME') };
  };
  for (let each = 0; each < 8; each += 1) await attempt(locked);
  const unknown = await attempt('nobody-of-this-name');
  expect(unknown.status).toBe(401);
  expect(unknown.alert).toContain('The username or the password is not right.');
  const unconfirmed = await people.unconfirmed();
  for (const name of [confirmed, disabled, reset, locked, unconfirmed]) {
    expect(await attempt(name)).toEqual(unknown);
  }
});

it('Setting a new password with a wrong code answers the same, however often it is tried', async () => {
  const own = running();
  const name = await peopleOf(own).confirmed();
  const attempt = async (username: string) => {
    const client = own.client();
    await client.post('/forgot-password', { username });
    const reply = await client.post('/reset-password', {
      username,
      code: '000000',
      newPassword: 'Brand-new-1234',
      repeated: 'Brand-new-1234',
    });
    return { status: reply.status, text: reply.text.replaceAll(username, 'NAME') };
  };
  const unknown = await attempt('no-account-of-this-name');
  expect(unknown.status).toBe(422);
  for (let each = 0; each < 6; each += 1) expect(await attempt(name)).toEqual(unknown);
});
