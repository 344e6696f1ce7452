import { describe, expect, it } from 'vitest';
import { anotherCode, lastCode, sentMessages } from '../../sandbox/people/outbox.ts';
import { testPassword } from '../../sandbox/sign-in/pool.ts';
import { clientPool } from '../client-pool.ts';
import { peopleOfPool } from '../people-of-pool.ts';

const ada = { username: 'ada', password: testPassword };
const eve = { username: 'eve', password: 'Apple-Tree-1' };
const verified = { AutoVerifiedAttributes: ['email' as const] };
const plan = { Schema: [{ Name: 'plan', AttributeDataType: 'String' as const, Mutable: true }] };
const attributeNames = { fullName: 'name', plan: 'custom:plan', mail: 'email' };

describe('Signing up', () => {
  it('takes base and custom attributes under own names, and a code', async () => {
    const { client, sandbox } = await clientPool({ pool: { ...verified, ...plan } });
    const own = client({ attributeNames });
    const attributes = { mail: 'eve@example.com', fullName: 'Eve', plan: 'pro' };
    expect(await own.signUp({ ...eve, attributes })).toEqual({
      isConfirmed: false,
      codeDelivery: { destination: 'e***@e***', medium: 'email', attribute: 'email' },
    });
    await expect(own.signIn(eve)).rejects.toMatchObject({ code: 'user_not_confirmed' });
    const code = await lastCode(sandbox);
    await expect(own.confirm('eve', anotherCode(code))).rejects.toMatchObject({
      code: 'wrong_code',
    });
    await own.confirm('eve', code);
    await own.signIn(eve);
    const me = await own.me();
    expect(me).toMatchObject({ username: 'eve', verified: { mail: true }, groups: [] });
    expect(me.attributes).toMatchObject(attributes);
  });

  it('sends another code', async () => {
    const { client, sandbox } = await clientPool({ pool: verified });
    const attributes = { email: 'eve@example.com' };
    await client().signUp({ ...eve, attributes });
    await client().resend('eve');
    expect(await sentMessages(sandbox)).toHaveLength(2);
    await client().confirm('eve', await lastCode(sandbox));
  });

  it('refuses a weak password and a taken name by their codes', async () => {
    const { client } = await clientPool();
    await expect(client().signUp({ ...eve, password: 'weak' })).rejects.toMatchObject({
      code: 'invalid_password',
    });
    await expect(client().signUp(ada)).rejects.toMatchObject({ code: 'username_exists' });
  });

  it('proves a client secret', async () => {
    const { client, sandbox } = await clientPool({
      pool: verified,
      client: { GenerateSecret: true },
    });
    await client().signUp({ ...eve, attributes: { email: 'eve@example.com' } });
    await client().resend('eve');
    await client().confirm('eve', await lastCode(sandbox));
    await client().forgotPassword('eve');
    await client().resetPassword('eve', await lastCode(sandbox), 'Pear-Tree-22');
    const signedIn = await client().signIn({ ...eve, password: 'Pear-Tree-22' });
    expect(signedIn.status).toBe('signed-in');
  });
});

describe('Passwords', () => {
  it('are set with a code when forgotten', async () => {
    const { client, sandbox } = await clientPool();
    await client().forgotPassword('ada');
    const code = await lastCode(sandbox);
    const reset = client().resetPassword('ada', anotherCode(code), 'Pear-Tree-22');
    await expect(reset).rejects.toMatchObject({ code: 'wrong_code' });
    await client().resetPassword('ada', code, 'Pear-Tree-22');
    const done = await client().signIn({ username: 'ada', password: 'Pear-Tree-22' });
    expect(done.status).toBe('signed-in');
  });

  it('are changed by who knows the current one', async () => {
    const { client } = await clientPool();
    const own = client();
    await own.signIn(ada);
    await expect(own.changePassword('Wrong-Horse-1', 'Pear-Tree-22')).rejects.toMatchObject({
      code: 'not_authorized',
    });
    await own.changePassword(testPassword, 'Pear-Tree-22');
    await expect(client().signIn(ada)).rejects.toMatchObject({ code: 'sign_in_failed' });
  });
});

describe('The own profile', () => {
  it('is updated under own names, and attributes are removed', async () => {
    const { client } = await clientPool({ pool: plan });
    const own = client({ attributeNames });
    await own.signIn(ada);
    const { me } = await own.update({ fullName: 'Ada', plan: 'pro' });
    expect(me.attributes).toMatchObject({ fullName: 'Ada', plan: 'pro', mail: 'ada@example.com' });
    const after = await own.update({ plan: null });
    expect(after.me.attributes).not.toHaveProperty('plan');
    expect(after.me.attributes).toHaveProperty('fullName');
  });

  it('has its email address verified by a code', async () => {
    const { client, sandbox } = await clientPool({ pool: verified });
    const own = client({ attributeNames });
    await own.signIn(ada);
    const { me, codeDeliveries } = await own.update({ mail: 'ada@new.example' });
    expect(me.verified).toEqual({ mail: false });
    expect(codeDeliveries).toMatchObject([{ attribute: 'email', medium: 'email' }]);
    await own.verifyAttribute('mail', await lastCode(sandbox));
    expect((await own.me()).verified).toEqual({ mail: true });
    const delivery = await own.sendVerificationCode('mail');
    expect(delivery).toMatchObject({ destination: 'a***@n***', attribute: 'email' });
  });

  it('names the groups', async () => {
    const { client, cognito, pool } = await clientPool();
    await peopleOfPool(cognito, pool).addToGroup('ada', 'editors');
    const own = client();
    await own.signIn(ada);
    expect((await own.me()).groups).toEqual(['editors']);
  });

  it('is deleted with the account', async () => {
    const { client } = await clientPool();
    const own = client();
    await own.signIn(ada);
    await own.deleteAccount();
    await expect(own.me()).rejects.toMatchObject({ code: 'not_signed_in' });
    await expect(client().signIn(ada)).rejects.toMatchObject({ code: 'sign_in_failed' });
  });

  it('stays signed in when the account cannot be deleted', async () => {
    const { client } = await clientPool();
    const own = client({
      fetch: (input, init) =>
        new Headers(init?.headers).get('x-amz-target')?.endsWith('DeleteUser')
          ? Promise.reject(new TypeError('connection lost'))
          : fetch(input, init),
    });
    await own.signIn(ada);
    await expect(own.deleteAccount()).rejects.toMatchObject({ code: 'network_error' });
    expect(await own.me()).toMatchObject({ username: 'ada' });
  });

  it('has no list of sessions without the account API', async () => {
    const { client } = await clientPool();
    const own = client();
    await own.signIn(ada);
    await expect(own.sessions.list()).rejects.toMatchObject({ code: 'not_supported' });
    await expect(own.sessions.end('x')).rejects.toMatchObject({ code: 'not_supported' });
  });
});
