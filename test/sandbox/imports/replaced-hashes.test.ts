import {
  AdminDeleteUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  ChangePasswordCommand,
  type CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../server/sandbox/start.ts';
import { lastCode } from '../people/outbox.ts';
import { runningSandbox } from '../running.ts';
import type { TestPool } from '../sign-in/pool.ts';
import { answerChallenge, signInByPassword } from '../sign-in/sdk-calls.ts';
import { csvOf, importRows, poolForImports, withCodes } from './import-users.ts';
import { knownHashes } from './known-hashes.ts';

const tokens = { AuthenticationResult: { AccessToken: expect.any(String) } };
const wrongPassword = {
  name: 'NotAuthorizedException',
  message: 'Incorrect username or password.',
};
const imported = 'password';
const chosen = 'Chosen-Later-1';

let sandbox: Sandbox;
let cognito: CognitoIdentityProviderClient;
let pool: TestPool;

beforeEach(async () => {
  ({ sandbox, cognito } = await runningSandbox());
  pool = await poolForImports(cognito, withCodes);
  const hash = knownHashes.find(({ source }) => source === "passlib's manual")?.hash ?? '';
  const rows = await csvOf(cognito, pool, [{ username: 'ada', hash }]);
  await importRows(sandbox, cognito, pool, 'PBKDF2_SHA256', rows);
});

const ada = () => ({ UserPoolId: pool.userPoolId, Username: 'ada' });

describe('an imported password', () => {
  it('ends with one that an administrator sets', async () => {
    await cognito.send(
      new AdminSetUserPasswordCommand({ ...ada(), Password: chosen, Permanent: true }),
    );
    await expect(signInByPassword(cognito, pool, 'ada', imported)).rejects.toMatchObject(
      wrongPassword,
    );
    expect(await signInByPassword(cognito, pool, 'ada', chosen)).toMatchObject(tokens);
  });

  it('ends with one that the person sets by a code', async () => {
    const { clientId: ClientId } = pool;
    await cognito.send(new ForgotPasswordCommand({ ClientId, Username: 'ada' }));
    await cognito.send(
      new ConfirmForgotPasswordCommand({
        ClientId,
        Username: 'ada',
        ConfirmationCode: await lastCode(sandbox),
        Password: chosen,
      }),
    );
    await expect(signInByPassword(cognito, pool, 'ada', imported)).rejects.toMatchObject(
      wrongPassword,
    );
    expect(await signInByPassword(cognito, pool, 'ada', chosen)).toMatchObject(tokens);
  });

  it('does not come back when the person signs in with it at the same time', async () => {
    await Promise.allSettled([
      signInByPassword(cognito, pool, 'ada', imported),
      signInByPassword(cognito, pool, 'ada', imported),
      cognito.send(
        new AdminSetUserPasswordCommand({ ...ada(), Password: chosen, Permanent: true }),
      ),
    ]);
    await expect(signInByPassword(cognito, pool, 'ada', imported)).rejects.toMatchObject(
      wrongPassword,
    );
    expect(await signInByPassword(cognito, pool, 'ada', chosen)).toMatchObject(tokens);
  });

  it('ends with a reset', async () => {
    await cognito.send(new AdminResetUserPasswordCommand(ada()));
    await expect(signInByPassword(cognito, pool, 'ada', imported)).rejects.toMatchObject({
      name: 'PasswordResetRequiredException',
    });
  });

  it('goes with the user', async () => {
    await cognito.send(new AdminDeleteUserCommand(ada()));
    await expect(signInByPassword(cognito, pool, 'ada', imported)).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
  });

  it('has to be proven by a person who came with a code and wants another', async () => {
    const challenge = await cognito.send(
      new InitiateAuthCommand({
        ClientId: pool.clientId,
        AuthFlow: 'USER_AUTH',
        AuthParameters: { USERNAME: 'ada', PREFERRED_CHALLENGE: 'EMAIL_OTP' },
      }),
    );
    const { AuthenticationResult } = await answerChallenge(cognito, pool, challenge, {
      EMAIL_OTP_CODE: await lastCode(sandbox),
    });
    const change = (PreviousPassword?: string) =>
      cognito.send(
        new ChangePasswordCommand({
          AccessToken: AuthenticationResult?.AccessToken,
          PreviousPassword,
          ProposedPassword: chosen,
        }),
      );
    await expect(change()).rejects.toMatchObject(wrongPassword);
    await expect(change('wrong')).rejects.toMatchObject(wrongPassword);
    await change(imported);
    expect(await signInByPassword(cognito, pool, 'ada', chosen)).toMatchObject(tokens);
    await expect(signInByPassword(cognito, pool, 'ada', imported)).rejects.toMatchObject(
      wrongPassword,
    );
  });
});
