import {
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { accountsForTests } from '../../helpers/accounts.ts';
import { outboxOf } from '../../helpers/outbox.ts';

const password = 'Sandbox-1234';
const application = { pool: 'addresses', clientId: '', clientSecret: '' };

/** A pool where people sign in with their addresses, with an app client that has a secret and hides no names. */
const accounts = accountsForTests({
  sandbox: { users: 0 },
  application,
  async morePools(cognito) {
    const { UserPool } = await cognito.send(
      new CreateUserPoolCommand({
        PoolName: 'Addresses',
        UsernameAttributes: ['email'],
        AutoVerifiedAttributes: ['email'],
        Schema: [
          { Name: 'given_name', Required: true, Mutable: true },
          { Name: 'since', AttributeDataType: 'DateTime', Mutable: true },
          { Name: 'agrees', AttributeDataType: 'Boolean', Mutable: true },
          { Name: 'notes', AttributeDataType: 'String', Mutable: true },
        ],
      }),
    );
    const UserPoolId = UserPool?.Id ?? '';
    const { UserPoolClient } = await cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: 'notes',
        GenerateSecret: true,
        PreventUserExistenceErrors: 'LEGACY',
        ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        WriteAttributes: ['email', 'given_name', 'custom:since', 'custom:agrees'],
      }),
    );
    application.clientId = UserPoolClient?.ClientId ?? '';
    application.clientSecret = UserPoolClient?.ClientSecret ?? '';
    return { addresses: UserPoolId };
  },
});

const call = (path: string, body: unknown) => accounts().call('POST', path, body);

async function codeTo(address: string): Promise<string> {
  const messages = await outboxOf(accounts().running);
  return messages.find(({ destination }) => destination === address)?.secret ?? '';
}

describe('client secret (SECRET_HASH) on every call of sign-up that takes one', () => {
  it('signs up, sends another code and confirms with an address as username', async () => {
    const username = 'ada@example.com';
    const attributes = { given_name: 'Ada', 'custom:since': '2026-01-31', 'custom:agrees': 'true' };
    const signedUp = await call('/sign-up', { username, password, attributes });
    expect([signedUp.status, signedUp.body]).toEqual([
      201,
      {
        isConfirmed: false,
        codeDelivery: { attribute: 'email', destination: 'a***@e***', medium: 'email' },
      },
    ]);
    expect((await call('/resend', { username })).status).toBe(202);
    const code = await codeTo(username);
    expect((await call('/confirm', { username, code })).status).toBe(204);
  });
});

describe('Where people sign in with their addresses', () => {
  it('answers the same for an address that is taken as for a new one', async () => {
    const bodies = [
      { password, attributes: { given_name: 'Ada' } },
      { password, attributes: {} },
      { password: 'short', attributes: { given_name: 'Ada' } },
      { password, attributes: { given_name: 'Ada', 'custom:notes': 'not writable' } },
      { password, attributes: { given_name: 'Ada', 'custom:since': 'yesterday' } },
      { password, attributes: { given_name: 'Ada', 'custom:agrees': 'yes' } },
    ];
    const taken = 'grace@example.com';
    const first = await call('/sign-up', { username: taken, ...bodies[0] });
    expect(first.status).toBe(201);
    expect((await call('/confirm', { username: taken, code: await codeTo(taken) })).status).toBe(
      204,
    );
    const statuses: number[] = [];
    for (const [index, body] of bodies.entries()) {
      const free = await call('/sign-up', { username: `g${index}@example.com`, ...body });
      const again = await call('/sign-up', { username: taken, ...body });
      statuses.push(free.status);
      expect({ ...again.body, requestId: '' }).toEqual({ ...free.body, requestId: '' });
      expect(again.status).toBe(free.status);
    }
    expect(statuses).toEqual([201, 422, 422, 422, 422, 422]);
  });

  it('takes no other usernames, and says which attributes are required', async () => {
    const { status, body } = await call('/sign-up', { username: 'ada', password });
    expect([status, body.code]).toEqual([422, 'invalid_input']);
    expect(body.fields).toEqual({
      username: 'Enter an email address such as name@example.com.',
      'attributes.given_name': 'This is required.',
    });
  });

  it('answers the same for an unknown address, although the app client itself would say so', async () => {
    for (const path of ['/resend', '/confirm']) {
      const body = path === '/confirm' ? { code: '000000' } : {};
      const unknown = await call(path, { username: 'unknown@example.com', ...body });
      const known = await call(path, { username: 'grace@example.com', ...body });
      expect(unknown.status).toBe(known.status);
      expect(unknown.body?.code).toBe(known.body?.code);
    }
  });
});
