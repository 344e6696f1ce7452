import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';
import { runningSandbox } from '../running.ts';

async function withHistory(PasswordHistorySize: number) {
  const { cognito } = await runningSandbox();
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({
      PoolName: 'careful',
      Policies: { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize } },
    }),
  );
  const target = { UserPoolId: UserPool?.Id, Username: 'anna' };
  await cognito.send(
    new AdminCreateUserCommand({
      ...target,
      MessageAction: 'SUPPRESS',
      TemporaryPassword: 'password-0',
    }),
  );
  return (Password: string) =>
    cognito.send(new AdminSetUserPasswordCommand({ ...target, Password, Permanent: true }));
}

test('one of the latest passwords cannot be set again, an older one can', async () => {
  const setPassword = await withHistory(2);
  await setPassword('password-1');
  await setPassword('password-2');
  for (const recent of ['password-1', 'password-2']) {
    await expect(setPassword(recent)).rejects.toMatchObject({
      name: 'PasswordHistoryPolicyViolationException',
    });
  }
  await setPassword('password-0');
});

test('without a history any password can be set again', async () => {
  const setPassword = await withHistory(0);
  await setPassword('password-1');
  await setPassword('password-1');
});
