import { describe, expect, it } from 'vitest';
import { createPoolGateway } from '../../server/cognito/create-gateway.ts';
import { errorNameOf, requestIdOf, toPoolkeeperError } from '../../server/cognito/errors.ts';
import { PoolkeeperError } from '../../server/errors.ts';
import { type Answer, cannedPool } from './canned-pool.ts';

const secret = 'Secret-value-1';

/** The error that a call gets when the service answers like this. */
async function errorOf(
  answer: Answer,
  call: (gateway: ReturnType<typeof createPoolGateway>) => Promise<unknown> = (gateway) =>
    gateway.disableUser('ada'),
): Promise<PoolkeeperError> {
  const { address } = await cannedPool(answer);
  const gateway = createPoolGateway(address, {
    maxAttempts: 1,
    requestTimeout: answer === 'hang' ? 100 : undefined,
  });
  const error = await call(gateway).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof PoolkeeperError)) throw new Error('No PoolkeeperError was thrown.');
  return error;
}

describe('an error of the service', () => {
  it.each([
    ['UserNotFoundException', 'user_not_found', 404],
    ['UsernameExistsException', 'username_exists', 409],
    ['AliasExistsException', 'alias_exists', 409],
    ['InvalidParameterException', 'invalid_parameter', 422],
    ['InvalidPasswordException', 'invalid_password', 422],
    ['NotAuthorizedException', 'refused_by_pool', 409],
    ['UserNotConfirmedException', 'user_not_confirmed', 409],
    ['PasswordResetRequiredException', 'password_reset_required', 409],
    ['CodeMismatchException', 'code_mismatch', 422],
    ['ExpiredCodeException', 'code_expired', 422],
    ['CodeDeliveryFailureException', 'code_delivery_failed', 502],
    ['LimitExceededException', 'pool_limit_exceeded', 429],
    ['TooManyRequestsException', 'pool_busy', 503],
    ['TooManyFailedAttemptsException', 'too_many_attempts', 429],
    ['UnsupportedUserStateException', 'wrong_user_status', 409],
    ['GroupExistsException', 'group_exists', 409],
    ['ResourceNotFoundException', 'not_found_in_pool', 404],
    ['PreconditionNotMetException', 'precondition_not_met', 409],
    ['UserLambdaValidationException', 'refused_by_trigger', 409],
    ['UnexpectedLambdaException', 'pool_trigger_failed', 502],
    ['InvalidLambdaResponseException', 'pool_trigger_failed', 502],
    ['InternalErrorException', 'pool_error', 502],
    ['ForbiddenException', 'blocked_by_firewall', 502],
    ['AccessDeniedException', 'pool_access_denied', 502],
    ['UnrecognizedClientException', 'pool_access_denied', 502],
    ['UserPoolAddOnNotEnabledException', 'not_enabled_in_pool', 409],
    ['OperationNotEnabledException', 'not_enabled_in_pool', 409],
    ['InvalidUserPoolConfigurationException', 'not_enabled_in_pool', 409],
    ['UnknownOperationException', 'not_supported_by_endpoint', 502],
    ['SomethingNewException', 'pool_error', 502],
  ])('%s is shown as %s (%i) without its own text', async (name, code, status) => {
    const error = await errorOf({ error: name, message: `About ${secret}.` });
    expect(error).toMatchObject({ code, status });
    expect(errorNameOf(error)).toBe(name);
    expect(error.publicMessage).not.toContain(secret);
    expect(error.message).not.toContain(secret);
    expect(JSON.stringify(error.fields)).not.toContain(secret);
    expect(error.publicMessage).toMatch(/^[A-Z].{20,}[.]$/);
  });

  it('keeps the request id of AWS for the log', async () => {
    const error = await errorOf({ error: 'InternalErrorException', status: 500 });
    expect(requestIdOf(error)).toBe('request-1');
  });

  it.each(['TooManyRequestsException', 'LimitExceededException', 'TooManyFailedAttemptsException'])(
    '%s says when to try again',
    async (name) => {
      expect((await errorOf({ error: name })).retryAfter).toBeGreaterThan(0);
    },
  );

  it('is passed through when it is the console’s own', () => {
    const own = new PoolkeeperError({ code: 'x', status: 418, publicMessage: 'Own.' });
    expect(toPoolkeeperError(own, 'ListUsers')).toBe(own);
  });
});

describe('the trap behind an error name is told apart', () => {
  it('cannot reset the password of somebody who never signed in', async () => {
    const error = await errorOf(
      {
        error: 'NotAuthorizedException',
        message: 'User password cannot be reset in the current state.',
      },
      (gateway) => gateway.resetPassword('ada'),
    );
    expect(error.code).toBe('reset_refused_in_status');
    expect(error.publicMessage).toContain('Resend the invitation');
  });

  it.each([
    ['email', 'email address'],
    ['phone_number', 'phone number'],
    ['preferred_username', 'preferred username'],
    // Some answers of the service call it so.
    ['username', 'preferred username'],
  ])('names the %s that another user signs in with', async (alias, words) => {
    const error = await errorOf(
      {
        error: 'AliasExistsException',
        message: `An account with the given ${alias} already exists.`,
      },
      (gateway) => gateway.updateAttributes('ada', { [alias]: 'taken' }),
    );
    expect(error).toMatchObject({ code: 'alias_exists', status: 409 });
    expect(error.publicMessage).toContain(`signs in with this ${words}.`);
  });

  it('cannot send a reset code without a verified contact', async () => {
    const error = await errorOf(
      {
        error: 'InvalidParameterException',
        message:
          'Cannot reset password for the user as there is no registered/verified email or phone_number',
      },
      (gateway) => gateway.resetPassword('ada'),
    );
    expect(error).toMatchObject({ code: 'no_verified_contact', status: 409 });
  });

  it('cannot reset the password of a disabled user', async () => {
    const error = await errorOf(
      { error: 'NotAuthorizedException', message: 'User is disabled.' },
      (gateway) => gateway.resetPassword('ada'),
    );
    expect(error.code).toBe('user_disabled');
  });

  it.each(['', 'null', '{', '{}', '[]', '{"Users":{}}', '{"Users":[null]}', '<html></html>'])(
    'is an answer to a listing that is no page of users: %j',
    async (text) => {
      const error = await errorOf({ text, status: 200 }, (gateway) =>
        gateway.listUsers({ limit: 1 }),
      );
      expect([error.code, error.status]).toEqual(['pool_error', 502]);
    },
  );

  it('has no invitation to resend to somebody who signed in', async () => {
    const { address } = await cannedPool(
      { output: { Users: [] } },
      {
        error: 'UnsupportedUserStateException',
        message: 'Resend not possible. ada status is not FORCE_CHANGE_PASSWORD',
      },
    );
    const resending = createPoolGateway(address).resendInvitation('ada');
    await expect(resending).rejects.toMatchObject({ code: 'invitation_not_pending' });
  });

  it('has created the user although the invitation could not be sent', async () => {
    const error = await errorOf({ error: 'CodeDeliveryFailureException' }, (gateway) =>
      gateway.createUser({ username: 'ada', attributes: {}, invitation: ['EMAIL'] }),
    );
    expect(error.code).toBe('invitation_not_delivered');
    expect(error.publicMessage).toContain('The user exists');
  });

  it.each([
    ['Password did not conform with policy: Password not long enough', 'longer'],
    ['Password did not conform with policy: Password must have uppercase characters', 'upper-case'],
    ['Password did not conform with policy: Password must have symbol characters', 'symbol'],
    ['Password did not conform with policy: Password must have numeric characters', 'number'],
  ])('says what the policy demands: %s', async (message, word) => {
    const error = await errorOf({ error: 'InvalidPasswordException', message }, (gateway) =>
      gateway.setPassword('ada', secret, true),
    );
    expect(error.fields.password).toContain(word);
  });

  it.each([
    ['Invalid phone number format.', 'phone_number'],
    ['Invalid email address format.', 'email'],
    ['user.email: Attribute cannot be updated.', 'email'],
    ['user.custom:plan: Attribute does not exist in the schema.', 'custom:plan'],
    [
      'Attributes did not conform to the schema: custom:tenant: Attribute is too long',
      'custom:tenant',
    ],
    [
      `1 validation error detected: Value '${secret}' at 'username' failed to satisfy constraint: Member must have length less than or equal to 128`,
      'username',
    ],
    [
      `1 validation error detected: Value '${secret}' at 'userAttributes.1.member.value' failed to satisfy constraint: Member must have length less than or equal to 2048`,
      'userAttributes',
    ],
  ])('names the field: %s', async (message, field) => {
    const error = await errorOf({ error: 'InvalidParameterException', message }, (gateway) =>
      gateway.updateAttributes('ada', { email: 'x' }),
    );
    expect(Object.keys(error.fields)).toEqual([field]);
    expect(JSON.stringify(error.fields)).not.toContain(secret);
  });

  it('calls an outdated page of a list what it is', async () => {
    const error = await errorOf(
      { error: 'InvalidParameterException', message: 'Invalid pagination token given.' },
      (gateway) => gateway.listUsers({ limit: 60, token: 'old' }),
    );
    expect(error.code).toBe('page_expired');
  });

  it('blames the configuration when the pool itself is missing', async () => {
    const error = await errorOf(
      { error: 'ResourceNotFoundException', message: 'User pool us-east-1_x does not exist.' },
      (gateway) => gateway.findGroup('editors'),
    );
    expect(error).toMatchObject({ code: 'pool_not_found', status: 502 });
  });
});

describe('an endpoint that does not answer', () => {
  it.each(['drop', 'hang'] as const)('is unreachable (%s)', async (answer) => {
    const error = await errorOf(answer, (gateway) => gateway.describePool());
    expect(error).toMatchObject({ code: 'pool_unreachable', status: 503 });
  });

  it('is unreachable when nothing listens there', async () => {
    const gateway = createPoolGateway(
      { userPoolId: 'us-east-1_x', region: 'us-east-1', endpoint: 'http://127.0.0.1:1' },
      { maxAttempts: 1 },
    );
    await expect(gateway.describePool()).rejects.toMatchObject({ code: 'pool_unreachable' });
  });

  it('leaves open whether a change was made', async () => {
    const error = await errorOf('drop', (gateway) => gateway.disableUser('ada'));
    expect(error.publicMessage).toContain('not known');
  });

  it('is an error of the pool when it answers something else than Cognito', async () => {
    const error = await errorOf({ text: '<html>Bad gateway</html>', status: 502 });
    expect(error).toMatchObject({ code: 'pool_error', status: 502 });
  });
});
