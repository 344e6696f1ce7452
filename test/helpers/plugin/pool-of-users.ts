import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll } from 'vitest';
import type { UserTokens } from '../../../server/accounts/plugin.ts';
import type { SandboxOptions } from '../../../server/sandbox/options.ts';
import { type Sandbox, startSandbox } from '../../../server/sandbox/start.ts';

const password = 'Sandbox-1234';

export type PoolOfUsers = {
  readonly sandbox: Sandbox;
  readonly cognito: CognitoIdentityProviderClient;
  /** A new user in these groups, which are made where they do not exist. */
  user(username: string, groups?: readonly string[]): Promise<void>;
  /** Signs in by the real SDK, some seconds before now. */
  signIn(
    username: string,
    secondsAgo?: number,
  ): Promise<Record<'accessToken' | 'idToken' | 'refreshToken', string>>;
  /** Refreshes by the real SDK. */
  refresh(refreshToken: string): Promise<UserTokens>;
};

/** A sandbox without a console for the tests of a file, with the real SDK in front of it. */
export function poolOfUsersForTests(options: Partial<SandboxOptions> = {}): () => PoolOfUsers {
  let pool: PoolOfUsers | undefined;
  let secondsBehind = 0;
  beforeAll(async () => {
    const clock = () => new Date(Date.now() - secondsBehind * 1000);
    const sandbox = await startSandbox({ port: 0, data: ':memory:', ...options }, { clock });
    pool = poolOfUsers(sandbox, (seconds) => {
      secondsBehind = seconds;
    });
    // What is not named goes back to its default: without devices, which would have to be confirmed
    // before a refresh token works.
    const { userPoolId: UserPoolId } = sandbox;
    await pool.cognito.send(new UpdateUserPoolCommand({ UserPoolId }));
  });
  afterAll(async () => {
    pool?.cognito.destroy();
    await pool?.sandbox.close();
  });
  return () => {
    if (pool === undefined) throw new Error('The sandbox is not running.');
    return pool;
  };
}

function poolOfUsers(sandbox: Sandbox, setBack: (seconds: number) => void): PoolOfUsers {
  const { region, endpoint, userPoolId: UserPoolId, clientId: ClientId } = sandbox;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const cognito = new CognitoIdentityProviderClient({ region, endpoint, credentials });
  return {
    sandbox,
    cognito,
    async user(Username, groups = []) {
      await cognito.send(
        new AdminCreateUserCommand({
          UserPoolId,
          Username,
          MessageAction: 'SUPPRESS',
          UserAttributes: [
            { Name: 'email', Value: `${Username}@example.com` },
            { Name: 'given_name', Value: 'Ada' },
          ],
        }),
      );
      await cognito.send(
        new AdminSetUserPasswordCommand({
          UserPoolId,
          Username,
          Password: password,
          Permanent: true,
        }),
      );
      for (const GroupName of groups) {
        await cognito
          .send(new CreateGroupCommand({ UserPoolId, GroupName }))
          .catch((error: unknown) => {
            if (!(error instanceof Error && error.name === 'GroupExistsException')) throw error;
          });
        await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
      }
    },
    async signIn(USERNAME, secondsAgo = 0) {
      setBack(secondsAgo);
      const { AuthenticationResult: result } = await cognito
        .send(
          new InitiateAuthCommand({
            ClientId,
            AuthFlow: 'USER_PASSWORD_AUTH',
            AuthParameters: { USERNAME, PASSWORD: password },
          }),
        )
        .finally(() => setBack(0));
      return {
        accessToken: result?.AccessToken ?? '',
        idToken: result?.IdToken ?? '',
        refreshToken: result?.RefreshToken ?? '',
      };
    },
    async refresh(RefreshToken) {
      const { AuthenticationResult: result } = await cognito.send(
        new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken }),
      );
      return {
        accessToken: result?.AccessToken ?? '',
        idToken: result?.IdToken,
        refreshToken: result?.RefreshToken ?? RefreshToken,
      };
    },
  };
}
