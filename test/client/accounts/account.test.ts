import { describe, expect, it } from 'vitest';
import { operatorPassword } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';
import { totp } from '../../helpers/second-factors.ts';
import { anotherCode } from '../../sandbox/people/outbox.ts';
import { apiForTests } from './api-client.ts';

const api = apiForTests({ application: { attributeNames: { fullName: 'name' } } });
const password = operatorPassword;

/** A client with a new user signed in. */
async function signedIn(attributes: Record<string, string> = {}) {
  const username = await peopleOf(api().running).confirmed(attributes);
  const client = api().client();
  expect((await client.signIn({ username, password })).status).toBe('signed-in');
  return { client, username };
}

describe('By the account API, a visitor', () => {
  it('signs up, is sent another code, confirms and signs in', async () => {
    const client = api().client();
    const username = api().newName();
    const attributes = { email: `${username}@example.com`, fullName: 'Eve' };
    const signedUp = await client.signUp({ username, password, attributes });
    expect(signedUp).toMatchObject({ isConfirmed: false, codeDelivery: { medium: 'email' } });
    await client.resend(username);
    const code = await api().codeOf(username);
    await expect(client.confirm(username, anotherCode(code))).rejects.toMatchObject({
      code: 'wrong_code',
      status: 422,
      fields: { code: expect.any(String) },
    });
    await client.confirm(username, code);
    await client.signIn({ username, password });
    expect(await client.me()).toMatchObject({ username, attributes, verified: { email: true } });
  });

  it('sees which input is wrong', async () => {
    const username = api().newName();
    await expect(api().client().signUp({ username, password: 'weak' })).rejects.toMatchObject({
      status: 422,
      fields: { password: expect.any(String) },
    });
  });

  it('sets a new password with a code', async () => {
    const username = await peopleOf(api().running).confirmed();
    const client = api().client();
    await client.forgotPassword(username);
    await client.resetPassword(username, await api().codeOf(username), 'Pear-Tree-22');
    expect((await client.signIn({ username, password: 'Pear-Tree-22' })).status).toBe('signed-in');
  });
});

describe('By the account API, a person who is signed in', () => {
  it('reads and changes the own profile, and verifies the address', async () => {
    const { client, username } = await signedIn({ name: 'Ada' });
    expect((await client.me()).attributes).toMatchObject({ fullName: 'Ada' });
    const email = `${username}@new.example`;
    const { me, codeDeliveries } = await client.update({ email, fullName: null });
    expect(me.attributes).not.toHaveProperty('fullName');
    expect(codeDeliveries).toMatchObject([{ attribute: 'email' }]);
    await client.verifyAttribute('email', await api().codeOf(username));
    expect(await client.me()).toMatchObject({ attributes: { email }, verified: { email: true } });
    expect(await client.sendVerificationCode('email')).toMatchObject({ medium: 'email' });
  });

  it('changes the password', async () => {
    const { client, username } = await signedIn();
    await expect(client.changePassword('Wrong-Horse-1', 'Pear-Tree-22')).rejects.toMatchObject({
      code: 'wrong_password',
    });
    await client.changePassword(password, 'Pear-Tree-22');
    const again = await api().client().signIn({ username, password: 'Pear-Tree-22' });
    expect(again.status).toBe('signed-in');
  });

  it('sets up an authenticator and prefers it', async () => {
    const { client } = await signedIn();
    const { secret, uri, qrCode } = await client.totp.start();
    expect(uri).toContain(secret);
    expect(qrCode).toContain('<svg');
    await client.totp.verify(totp(secret), 'phone');
    const factors = { enabled: ['totp'], preferred: 'totp' };
    expect(await client.mfa.set({ totp: true, preferred: 'totp' })).toEqual(factors);
    expect(await client.mfa.get()).toEqual(factors);
  });

  it('signs out everywhere', async () => {
    const { client, username } = await signedIn();
    const other = api().client();
    await other.signIn({ username, password });
    await client.signOutEverywhere();
    await expect(other.me()).rejects.toMatchObject({ code: 'session_ended' });
    await expect(client.me()).rejects.toMatchObject({ code: 'not_signed_in' });
  });

  it('lists the own sessions and ends another one', async () => {
    const { client, username } = await signedIn();
    const other = api().client();
    await other.signIn({ username, password });
    const sessions = await client.sessions.list();
    expect(sessions.map(({ isCurrent }) => isCurrent).sort()).toEqual([false, true]);
    for (const { id, isCurrent } of sessions) {
      const isRefused = client.sessions.end(id).then(
        () => undefined,
        ({ code }) => code,
      );
      expect(await isRefused).toBe(isCurrent ? 'current_session' : undefined);
    }
    await expect(other.me()).rejects.toMatchObject({ code: 'session_ended' });
    expect((await client.me()).username).toBe(username);
  });

  it.each(['', '.', '..'])('does not reach another operation by the name %j', async (name) => {
    const { client, username } = await signedIn();
    const calls = [
      client.devices.forget(name),
      client.devices.remember(name),
      client.sessions.end(name),
      client.verifyAttribute(name, '123456'),
      client.sendVerificationCode(name),
    ];
    for (const call of await Promise.allSettled(calls)) {
      expect(call).toMatchObject({ status: 'rejected', reason: { code: 'invalid_input' } });
    }
    expect((await client.me()).username).toBe(username);
  });

  it.each(['../', '"; DROP TABLE', '\u202e', 'a/b', '%2e%2e'])(
    'is refused the hostile name %j',
    async (name) => {
      const { client } = await signedIn();
      await expect(client.devices.forget(name)).rejects.toMatchObject({ name: 'ClientError' });
      await expect(client.verifyAttribute(name, '1')).rejects.toMatchObject({
        code: 'attribute_not_verifiable',
        status: 404,
      });
    },
  );

  it('is refused a session that is not among the own ones', async () => {
    const { client } = await signedIn();
    await expect(client.sessions.end('unknown')).rejects.toMatchObject({
      code: 'session_not_found',
      status: 404,
    });
  });

  it('deletes the account', async () => {
    const { client, username } = await signedIn();
    await client.deleteAccount();
    await expect(client.signIn({ username, password })).rejects.toMatchObject({
      code: 'sign_in_failed',
      status: 401,
    });
  });
});
