import { createHmac } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  InitiateAuthCommand,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { URI } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { accountsForTests, bearer } from '../../helpers/accounts.ts';
import { totp } from '../../helpers/second-factors.ts';
import { password, refusalOf } from './signed-in.ts';

const application = {
  name: 'notes',
  pool: 'addresses',
  clientId: '',
  clientSecret: '',
  jwks: undefined,
};
let UserPoolId = '';

/** A pool where people sign in with addresses, which change only when they are verified, and a secret client. */
const accounts = accountsForTests({
  sandbox: { users: 0, code: '123456' },
  application,
  async morePools(cognito) {
    const { UserPool } = await cognito.send(
      new CreateUserPoolCommand({
        PoolName: 'Addresses',
        UsernameAttributes: ['email'],
        AutoVerifiedAttributes: ['email'],
        UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
        Schema: [
          { Name: 'given_name', Required: true, Mutable: true },
          { Name: 'plan', AttributeDataType: 'String', Mutable: false },
          { Name: 'secret', AttributeDataType: 'String', Mutable: true },
        ],
      }),
    );
    UserPoolId = UserPool?.Id ?? '';
    await cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId,
        MfaConfiguration: 'OPTIONAL',
        SoftwareTokenMfaConfiguration: { Enabled: true },
      }),
    );
    const attributes = ['email', 'given_name', 'custom:plan'];
    const { UserPoolClient } = await cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: 'notes',
        GenerateSecret: true,
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        ReadAttributes: [...attributes, 'email_verified'],
        WriteAttributes: attributes,
      }),
    );
    application.clientId = UserPoolClient?.ClientId ?? '';
    application.clientSecret = UserPoolClient?.ClientSecret ?? '';
    return { addresses: UserPoolId };
  },
});

let count = 0;

async function signedIn() {
  const { cognito } = accounts().running;
  count += 1;
  const email = `ada${count}@example.com`;
  const UserAttributes = Object.entries({
    email,
    email_verified: 'true',
    given_name: 'Ada',
    'custom:plan': 'free',
    'custom:secret': 'hidden',
  }).map(([Name, Value]) => ({ Name, Value }));
  const target = { UserPoolId, Username: email };
  await cognito.send(
    new AdminCreateUserCommand({ ...target, UserAttributes, MessageAction: 'SUPPRESS' }),
  );
  await cognito.send(
    new AdminSetUserPasswordCommand({ ...target, Password: password, Permanent: true }),
  );
  const { clientId, clientSecret } = application;
  const hash = createHmac('sha256', clientSecret).update(`${email}${clientId}`).digest('base64');
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: email, PASSWORD: password, SECRET_HASH: hash },
    }),
  );
  const headers = bearer(AuthenticationResult?.AccessToken ?? '');
  return {
    email,
    call: (method: string, path: string, body?: unknown) =>
      accounts().call(method, path, body, headers),
  };
}

describe('where addresses are usernames', () => {
  it('the username is an ID, and the authenticator is named after the address', async () => {
    const ada = await signedIn();
    const { body } = await ada.call('GET', '/me');
    expect(body.username).toBe(body.sub);
    const started = await ada.call('POST', '/me/totp');
    expect(URI.parse(started.body.uri)).toMatchObject({ issuer: 'notes', label: ada.email });
    const code = totp(started.body.secret);
    expect((await ada.call('POST', '/me/totp/verify', { code })).status).toBe(204);
  });

  it('a new address waits for its code, and the old one stays until then', async () => {
    const ada = await signedIn();
    const email = `new-${ada.email}`;
    const { status, body } = await ada.call('PATCH', '/me', { attributes: { email } });
    expect(status).toBe(200);
    expect(body.codeDeliveries).toMatchObject([{ medium: 'email', attribute: 'email' }]);
    expect([body.me.attributes.email, body.me.verified]).toEqual([ada.email, { email: true }]);
    const code = { code: '123456' };
    expect((await ada.call('POST', '/me/attributes/email/verify', code)).status).toBe(204);
    const changed = (await ada.call('GET', '/me')).body;
    expect([changed.attributes.email, changed.verified]).toEqual([email, { email: true }]);
  });

  it('required attributes cannot be removed, nor immutable ones changed', async () => {
    const ada = await signedIn();
    const patch = async (attributes: object) =>
      refusalOf(await ada.call('PATCH', '/me', { attributes }));
    const required = [422, 'invalid_parameter', ['attributes.given_name']];
    expect(await patch({ given_name: null })).toEqual(required);
    expect(await patch({ given_name: null, email: 'other@example.com' })).toEqual(required);
    const immutable = [422, 'invalid_parameter', ['attributes.custom:plan']];
    expect(await patch({ 'custom:plan': 'paid' })).toEqual(immutable);
    expect((await ada.call('GET', '/me')).body.attributes).toEqual({
      email: ada.email,
      given_name: 'Ada',
      'custom:plan': 'free',
    });
  });

  it('attributes that the app client may not read or write stay hidden', async () => {
    const ada = await signedIn();
    expect((await ada.call('GET', '/me')).body.attributes).not.toHaveProperty('custom:secret');
    const one = await ada.call('PATCH', '/me', { attributes: { 'custom:secret': 'x' } });
    expect(refusalOf(one)).toEqual([422, 'invalid_parameter', ['attributes.custom:secret']]);
    const two = { 'custom:secret': 'x', given_name: 'Eve' };
    const reply = await ada.call('PATCH', '/me', { attributes: two });
    expect(refusalOf(reply)).toEqual([422, 'invalid_parameter']);
    expect((await ada.call('GET', '/me')).body.attributes.given_name).toBe('Ada');
  });
});
