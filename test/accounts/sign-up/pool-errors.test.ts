import { describe, expect, it, onTestFinished } from 'vitest';
import { startSandbox } from '../../../server/sandbox/start.ts';
import { accountsOf } from '../../helpers/accounts.ts';
import { consoleForTest } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';
import { proxyOf } from '../../helpers/pool-proxy.ts';

const password = 'Sandbox-1234';
const attributes = { email: 'ada@example.com' };

/** An account API whose pool can be made to refuse. */
async function started() {
  const sandbox = await startSandbox({ port: 0, users: 0, hasApplicationClient: true });
  onTestFinished(() => sandbox.close());
  const proxy = await proxyOf(sandbox);
  const log: string[] = [];
  const running = await consoleForTest({
    pool: proxy.pool,
    application: {},
    environment: { LOG_LEVEL: 'info' },
    log: (line) => log.push(line),
  });
  const { call } = accountsOf(running);
  const answer = async (path: string, body: unknown): Promise<readonly unknown[]> => {
    const reply = await call('POST', path, body);
    return [reply.status, reply.body?.code ?? reply.body];
  };
  return { proxy, running, answer, log };
}

const accepted = {
  isConfirmed: false,
  codeDelivery: { attribute: 'email', destination: 'a***@e***', medium: 'email' },
};

describe('What the pool refuses of a sign-up', () => {
  it.each([
    [
      'UserLambdaValidationException',
      'PreSignUp failed with error not you, ada.',
      409,
      'refused_by_trigger',
    ],
    ['NotAuthorizedException', 'SignUp is not permitted for this user pool', 403, 'sign_up_closed'],
    ['LimitExceededException', 'Attempt limit exceeded', 429, 'too_many_attempts'],
    [
      'InvalidPasswordException',
      'Password did not conform with policy: x',
      422,
      'invalid_password',
    ],
    ['TooManyRequestsException', 'Rate exceeded', 503, 'pool_busy'],
    [
      'ResourceNotFoundException',
      'User pool client x does not exist.',
      502,
      'sign_in_misconfigured',
    ],
    ['UnexpectedLambdaException', 'PreSignUp failed with error x', 502, 'pool_trigger_failed'],
  ])('is answered in our own words: %s, %s', async (name, message, status, code) => {
    const { proxy, running, log } = await started();
    proxy.refuse('SignUp', { name, message });
    const body = { username: 'ada', password, attributes };
    const reply = await accountsOf(running).call('POST', '/sign-up', body);
    expect([reply.status, reply.body.code]).toEqual([status, code]);
    expect(JSON.stringify(reply.body)).not.toContain(message);
    expect(log.join('')).not.toContain(password);
  });

  it.each([
    ['CodeDeliveryFailureException', 'The address does not exist.'],
    ['InvalidEmailRoleAccessPolicyException', 'SES is not set up.'],
  ])('is hidden where a taken name would not meet it: %s', async (name, message) => {
    const { proxy, running, answer, log } = await started();
    const taken = await peopleOf(running).confirmed();
    proxy.refuse('SignUp', { name, message });
    expect(await answer('/sign-up', { username: 'ada', password, attributes })).toEqual([
      201,
      accepted,
    ]);
    expect(log.join('')).toContain('a code for a sign-up was not delivered');
    proxy.refuse('SignUp');
    expect(await answer('/sign-up', { username: taken, password, attributes })).toEqual([
      201,
      accepted,
    ]);
  });

  it.each(['TooManyRequestsException', 'CodeDeliveryFailureException', 'InternalErrorException'])(
    'of the code that goes to a taken name again is not answered: %s',
    async (name) => {
      const { proxy, running, answer, log } = await started();
      const username = await peopleOf(running).unconfirmed();
      proxy.refuse('ResendConfirmationCode', { name, message: 'x' });
      expect(await answer('/sign-up', { username, password, attributes })).toEqual([201, accepted]);
      expect(log.join('')).toContain('pool');
    },
  );
});

describe('What the pool refuses of messages and codes', () => {
  it.each([
    ['/forgot-password', 'ForgotPassword'],
    ['/resend', 'ResendConfirmationCode'],
  ])('is not answered by %s when it can be about an account', async (path, operation) => {
    const { proxy, answer } = await started();
    for (const name of [
      'UserNotFoundException',
      'InvalidParameterException',
      'LimitExceededException',
      'CodeDeliveryFailureException',
      'UserLambdaValidationException',
      'InvalidSmsRoleAccessPolicyException',
      'UnexpectedLambdaException',
    ]) {
      proxy.refuse(operation, { name, message: 'x' });
      expect([name, ...(await answer(path, { username: `ada-${name}` }))]).toEqual([
        name,
        202,
        undefined,
      ]);
    }
    proxy.refuse(operation, { name: 'ForbiddenException', message: 'x' });
    expect(await answer(path, { username: 'ada' })).toEqual([502, 'blocked_by_firewall']);
  });

  it.each([
    ['/confirm', 'ConfirmSignUp'],
    ['/reset-password', 'ConfirmForgotPassword'],
  ])('is one answer of %s for wrong, expired and unknown', async (path, operation) => {
    const { proxy, answer } = await started();
    const body = path === '/reset-password' ? { newPassword: password } : {};
    for (const name of [
      'CodeMismatchException',
      'ExpiredCodeException',
      'UserNotFoundException',
      'NotAuthorizedException',
      'LimitExceededException',
      'TooManyFailedAttemptsException',
    ]) {
      proxy.refuse(operation, { name, message: 'x' });
      const reply = await answer(path, { username: `ada-${name}`, code: '123456', ...body });
      expect([name, ...reply]).toEqual([name, 422, 'wrong_code']);
    }
  });
});
