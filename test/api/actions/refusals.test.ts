import {
  AdminCreateUserCommand,
  AdminEnableUserCommand,
  AdminSetUserPasswordCommand,
  CreateUserPoolCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { apiForTests } from '../../helpers/api.ts';
import { peopleOf } from '../../helpers/people.ts';

const api = apiForTests({
  application: {},
  sandbox: { users: 400 },
  environment: { ADMIN_QUERIES: 'sandbox' },
  /** Without second factors, and without a code for a forgotten password. */
  morePools: async (cognito) => {
    const { UserPool } = await cognito.send(
      new CreateUserPoolCommand({
        PoolName: 'plain',
        MfaConfiguration: 'OFF',
        AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] },
      }),
    );
    const user = { UserPoolId: UserPool?.Id, Username: 'ada' };
    await cognito.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }));
    await cognito.send(
      new AdminSetUserPasswordCommand({ ...user, Password: 'Sandbox-1234', Permanent: true }),
    );
    return { plain: UserPool?.Id ?? '' };
  },
});
const people = () => peopleOf(api().running);

async function signedUp(): Promise<string> {
  const { cognito, sandbox } = api().running;
  const Username = `new-${crypto.randomUUID().slice(0, 8)}`;
  await cognito.send(
    new SignUpCommand({
      ClientId: sandbox.clientId,
      Username,
      Password: 'Sandbox-1234',
      UserAttributes: [{ Name: 'email', Value: `${Username}@example.com` }],
    }),
  );
  return Username;
}

async function disabled(): Promise<string> {
  const name = await people().confirmed();
  await people().disable(name);
  return name;
}

describe('What the state of a user does not allow is 409 with a code of its own', () => {
  it.each([
    ['invited', 'reset-password', 'reset_of_invited', () => people().invited()],
    ['invited', 'confirm', 'invited_user', () => people().invited()],
    ['disabled', 'reset-password', 'reset_of_disabled', disabled],
    ['signed up', 'reset-password', 'reset_of_unconfirmed', signedUp],
    ['confirmed', 'verify-contact', 'already_verified', () => people().confirmed()],
    ['confirmed', 'mend', 'nothing_to_mend', () => people().confirmed()],
    ['confirmed', 'add-contact', 'has_contact', () => people().confirmed()],
    ['disabled', 'add-contact', 'contact_of_disabled', disabled],
    ['confirmed', 'unlink-provider', 'no_identity', () => people().confirmed()],
  ] as const)('%s: %s is %s', async (_state, verb, code, make) => {
    const name = await make();
    for (const query of ['?dryRun=true', '']) {
      const { status, body } = await api().ofPool('POST', `/users/${name}/${verb}${query}`);
      expect([status, body.code]).toEqual([409, code]);
    }
  });
});

it.each([
  ['reset-mfa', 'mfa_off'],
  ['reset-password', 'no_self_service_recovery'],
])('What the settings of a pool do not allow is 409: %s is %s', async (verb, code) => {
  const { status, body } = await api().call('POST', `/pools/plain/users/ada/${verb}`);
  expect([status, body.code]).toEqual([409, code]);
});

it.each([
  ['EXTERNAL_PROVIDER', 'reset-password', 'reset_of_federated'],
  ['EXTERNAL_PROVIDER', 'reset-mfa', 'mfa_of_federated'],
  ['EXTERNAL_PROVIDER', 'link-provider', 'link_of_federated'],
  ['EXTERNAL_PROVIDER', 'unlink-provider', 'unlink_of_federated'],
] as const)('%s: %s is %s', async (status, verb, code) => {
  const [name = ''] = await people().seeded(status);
  const { cognito, sandbox } = api().running;
  await cognito.send(
    new AdminEnableUserCommand({ UserPoolId: sandbox.userPoolId, Username: name }),
  );
  const reply = await api().ofPool('POST', `/users/${encodeURIComponent(name)}/${verb}`);
  expect([reply.status, reply.body.code]).toEqual([409, code]);
});

it('An address with broken percent-encoding is 400 malformed_address', async () => {
  const { status, body } = await api().ofPool('GET', '/users/%E0%A4%A');
  expect([status, body.code]).toEqual([400, 'malformed_address']);
});

it.each(['accounts', 'admin-queries'])('and so is one of %s', async (prefix) => {
  const response = await fetch(`${api().running.url}/${prefix}/v1/%E0%A4%A`);
  const { code } = JSON.parse(await response.text());
  expect([response.status, code]).toEqual([400, 'malformed_address']);
});
