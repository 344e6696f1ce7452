import { describe, expect, it } from 'vitest';
import { createSelfService } from '../../server/cognito/self-service/create-self-service.ts';
import type { SelfServiceGateway } from '../../server/cognito/self-service.ts';
import { type Answer, cannedPool } from './canned-pool.ts';

type Call = (gateway: SelfServiceGateway) => Promise<unknown>;

/** What a call comes out as when the pool answers so, and how often it was made. */
async function outcomeOf(call: Call, ...answers: readonly Answer[]) {
  const { address, calls } = await cannedPool(...answers);
  const error = await call(createSelfService(address)).then(
    () => undefined,
    (failure: unknown) => failure,
  );
  return { error, calls };
}

const user: Call = (gateway) => gateway.user('token');
const password: Call = (gateway) => gateway.changePassword('token', 'old', 'new');
const change: Call = (gateway) =>
  gateway.changeAttributes('token', { email: 'a@example.com', name: 'x', 'custom:seats': null });

describe('what the pool says of an access token', () => {
  it.each([
    ['NotAuthorizedException', 'Access Token has been revoked', 'token_revoked', 401],
    ['NotAuthorizedException', 'User is disabled.', 'token_revoked', 401],
    ['UserNotFoundException', 'User does not exist.', 'token_revoked', 401],
    ['NotAuthorizedException', 'Access Token has expired', 'token_refused', 401],
    ['NotAuthorizedException', 'Invalid Access Token', 'token_refused', 401],
    ['NotAuthorizedException', 'Could not verify signature for Access Token', 'token_refused', 401],
    [
      'NotAuthorizedException',
      'Access Token does not have required scopes',
      'insufficient_scope',
      403,
    ],
    ['PasswordResetRequiredException', '', 'password_reset_required', 409],
    ['NotAuthorizedException', 'Something new', 'refused_by_pool', 409],
    ['ResourceNotFoundException', 'User pool client x does not exist.', 'pool_not_found', 502],
    ['TooManyRequestsException', 'Rate exceeded', 'pool_busy', 503],
    ['ForbiddenException', 'Forbidden', 'blocked_by_firewall', 502],
  ])('%s "%s" is %s', async (error, message, code, status) => {
    const outcome = await outcomeOf(user, { error, message });
    expect(outcome.error).toMatchObject({ code, status });
  });
});

describe('a change of the password', () => {
  it.each([
    ['NotAuthorizedException', 'Incorrect username or password.', 'wrong_password'],
    ['NotAuthorizedException', 'Password attempts exceeded', 'too_many_attempts'],
    [
      'LimitExceededException',
      'Attempt limit exceeded, please try after some time.',
      'too_many_attempts',
    ],
    [
      'InvalidPasswordException',
      'Password did not conform with policy: Password not long enough',
      'invalid_password',
    ],
    [
      'PasswordHistoryPolicyViolationException',
      'Password has been used before',
      'password_used_before',
    ],
    ['NotAuthorizedException', 'Access Token has been revoked', 'token_revoked'],
  ])('that is answered with %s "%s" is %s', async (error, message, code) => {
    const outcome = await outcomeOf(password, { error, message });
    expect(outcome.error).toMatchObject({ code });
  });

  it.each(['invalid_password', 'password_used_before'])(
    'has %s beside the new password',
    async (code) => {
      const error =
        code === 'invalid_password'
          ? 'InvalidPasswordException'
          : 'PasswordHistoryPolicyViolationException';
      const outcome = await outcomeOf(password, { error });
      expect(outcome.error).toMatchObject({ code, fields: { newPassword: expect.any(String) } });
    },
  );
});

describe('a call whose answer was lost', () => {
  it.each<[string, Call]>([
    ['change of the password', password],
    ['deletion of the account', (gateway) => gateway.deleteUser('token')],
    ['sign-out everywhere', (gateway) => gateway.signOutEverywhere('token')],
    ['message with a code', (gateway) => gateway.sendContactCode('token', 'email')],
    ['code', (gateway) => gateway.verifyContact('token', 'email', '123456')],
    ['change of attributes', change],
    ['new authenticator', (gateway) => gateway.startTotp('token')],
    ['first code of it', (gateway) => gateway.verifyTotp('token', '123456', undefined)],
    ['forgotten device', (gateway) => gateway.forgetDevice('token', 'key')],
  ])('is not made again: %s', async (_, call) => {
    const { error, calls } = await outcomeOf(call, 'drop');
    expect(error).toMatchObject({ code: 'pool_unreachable', status: 503 });
    expect(calls).toHaveLength(1);
  });

  it('is made again where it only reads, or says what is to be', async () => {
    expect((await outcomeOf(user, 'drop', { output: {} })).error).toBeUndefined();
    const remember: Call = (gateway) => gateway.setDeviceRemembered('token', 'key', true);
    expect((await outcomeOf(remember, 'drop', { output: {} })).error).toBeUndefined();
  });
});

describe('a change of attributes', () => {
  it('is one call, in which an empty value removes', async () => {
    const { calls } = await outcomeOf(change, { output: {} });
    expect(calls).toMatchObject([
      {
        operation: 'UpdateUserAttributes',
        input: {
          UserAttributes: [
            { Name: 'email', Value: 'a@example.com' },
            { Name: 'name', Value: 'x' },
            { Name: 'custom:seats', Value: '' },
          ],
        },
      },
    ]);
  });

  it.each([
    [
      'Attributes did not conform to the schema: name: The attribute is required\ncustom:seats: Value must be a number\nother: The attribute is required\n',
      ['name', 'custom:seats'],
    ],
    ['Invalid email address format.', ['email']],
    ['user.custom:seats: Attribute cannot be updated.\n', ['custom:seats']],
    ['Something new about a@example.com', []],
  ])('that is refused with "%s" has fields %j', async (message, fields) => {
    const { error } = await outcomeOf(change, { error: 'InvalidParameterException', message });
    expect(error).toMatchObject({ code: 'invalid_parameter', status: 422 });
    const { fields: found = {}, publicMessage = '' } = Object(error);
    expect(Object.keys(found)).toEqual(fields);
    expect(JSON.stringify([publicMessage, found])).not.toContain('a@example.com');
  });

  it('to an address that another account has, names the attribute', async () => {
    const message = 'An account with the given email already exists.';
    const { error } = await outcomeOf(change, { error: 'AliasExistsException', message });
    expect(error).toMatchObject({ code: 'alias_exists', fields: { email: expect.any(String) } });
  });
});

describe('devices and sessions', () => {
  it('are not said to be missing when the pool is', async () => {
    const message = 'User pool us-east-1_x does not exist.';
    for (const call of [
      (gateway: SelfServiceGateway) => gateway.forgetDevice('token', 'key'),
      (gateway: SelfServiceGateway) => gateway.endSession('token', 'id'),
    ]) {
      const { error } = await outcomeOf(call, { error: 'ResourceNotFoundException', message });
      expect(error).toMatchObject({ code: 'pool_not_found', status: 502 });
    }
  });

  it('are read page by page', async () => {
    const device = (DeviceKey: string) => ({ DeviceKey });
    const { address, calls } = await cannedPool(
      { output: { Devices: [device('a')], PaginationToken: 'next' } },
      { output: { Devices: [], PaginationToken: 'last' } },
      { output: { Devices: [device('b')] } },
    );
    const devices = await createSelfService(address).devices('token');
    expect(devices.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(calls.map(({ input }) => input.PaginationToken)).toEqual([undefined, 'next', 'last']);
  });

  it('end with the sessions linked to them', async () => {
    const { address, calls } = await cannedPool(
      { output: { Sessions: [{ SessionId: 'a' }], NextToken: 'next' } },
      { output: { Sessions: [{ SessionId: 'b' }] } },
      { output: {} },
    );
    await createSelfService(address).endSession('token', 'b');
    expect(calls.at(-1)).toMatchObject({
      operation: 'RevokeUserSession',
      input: { SessionId: 'b', RevokeAssociatedSessions: 'LINKED' },
    });
  });
});
