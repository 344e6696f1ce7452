import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Sandbox } from '../../../server/sandbox/start.ts';

/** A pool with one app client, made over the wire for one test. */
export interface TestPool {
  userPoolId: string;
  clientId: string;
  clientSecret: string | undefined;
}

/** Flows that most tests want open. */
const allFlows: CreateUserPoolClientCommandInput['ExplicitAuthFlows'] = [
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_USER_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
];

/** Makes a pool and a client with the given settings. */
export async function createTestPool(
  cognito: CognitoIdentityProviderClient,
  pool: Partial<CreateUserPoolCommandInput> = {},
  client: Partial<CreateUserPoolClientCommandInput> = {},
): Promise<TestPool> {
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'test', ...pool }));
  const userPoolId = UserPool?.Id ?? '';
  const { clientId, clientSecret } = await createTestClient(cognito, userPoolId, client);
  return { userPoolId, clientId, clientSecret };
}

/** Makes one more client of a pool. */
export async function createTestClient(
  cognito: CognitoIdentityProviderClient,
  userPoolId: string,
  client: Partial<CreateUserPoolClientCommandInput> = {},
): Promise<{ clientId: string; clientSecret: string | undefined }> {
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId: userPoolId,
      ClientName: 'test',
      ExplicitAuthFlows: allFlows,
      ...client,
    }),
  );
  return {
    clientId: UserPoolClient?.ClientId ?? '',
    clientSecret: UserPoolClient?.ClientSecret,
  };
}

/** The password of test users. */
export const testPassword = 'Correct-Horse-1';

/** Makes a confirmed user with a permanent password. */
export async function createConfirmedUser(
  cognito: CognitoIdentityProviderClient,
  { userPoolId }: TestPool,
  username = 'ada',
  attributes: Record<string, string> = {
    email: `${username}@example.com`,
    email_verified: 'true',
  },
): Promise<void> {
  await createInvitedUser(cognito, userPoolId, username, 'Temporary-1', attributes);
  await cognito.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: userPoolId,
      Username: username,
      Password: testPassword,
      Permanent: true,
    }),
  );
}

/** Makes a user who still has a temporary password. */
export async function createInvitedUser(
  cognito: CognitoIdentityProviderClient,
  userPoolId: string,
  username: string,
  temporaryPassword: string,
  attributes: Record<string, string> = {},
): Promise<void> {
  await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: userPoolId,
      Username: username,
      TemporaryPassword: temporaryPassword,
      MessageAction: 'SUPPRESS',
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    }),
  );
}

/** The pool and client that every sandbox comes with. */
export function demoPool(sandbox: Pick<Sandbox, 'userPoolId' | 'clientId'>): TestPool {
  return { userPoolId: sandbox.userPoolId, clientId: sandbox.clientId, clientSecret: undefined };
}
