import { randomBytes } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  type AdminGetUserCommandOutput,
  type AttributeType,
  CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { onTestFinished } from 'vitest';
import { runningSandbox } from '../running.ts';

/** A user pool that the contract is tested against: the sandbox's, or a real one. */
export interface PoolUnderTest {
  readonly cognito: CognitoIdentityProviderClient;
  readonly UserPoolId: string;
  /** Makes up a username that the pool takes and that nobody has. */
  newName(): string;
  /** Makes a user quietly with a temporary password; they are deleted with the test. */
  create(name: string, attributes?: AttributeType[]): Promise<string>;
  look(name: string): Promise<AdminGetUserCommandOutput>;
}

/** A password that every sensible policy takes. */
export const password = 'Contract-Test-1!';

/** Opens the pool: the real one only when `npm run test:aws` says so. */
export async function openPool(): Promise<PoolUnderTest> {
  const { cognito, UserPoolId } = await target();
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
  const usesEmails = UserPool?.UsernameAttributes?.includes('email') ?? false;
  const named = (Username: string) => ({ UserPoolId, Username });
  return {
    cognito,
    UserPoolId,
    newName() {
      const name = `poolkeeper-test-${randomBytes(6).toString('hex')}`;
      return usesEmails ? `${name}@example.com` : name;
    },
    async create(name, attributes = []) {
      const { User } = await cognito.send(
        new AdminCreateUserCommand({
          ...named(name),
          MessageAction: 'SUPPRESS',
          TemporaryPassword: password,
          UserAttributes: attributes,
        }),
      );
      onTestFinished(() => forget(cognito, named(name)));
      return User?.Attributes?.find((attribute) => attribute.Name === 'sub')?.Value ?? '';
    },
    look: (name) => cognito.send(new AdminGetUserCommand(named(name))),
  };
}

async function target(): Promise<{ cognito: CognitoIdentityProviderClient; UserPoolId: string }> {
  const realPool = process.env.POOLKEEPER_TEST_POOL_ID;
  if (process.env.POOLKEEPER_TEST_TARGET !== 'aws' || !realPool) {
    const { cognito, sandbox } = await runningSandbox();
    return { cognito, UserPoolId: sandbox.userPoolId };
  }
  const region = realPool.split('_')[0] ?? '';
  const cognito = new CognitoIdentityProviderClient({ region });
  onTestFinished(() => cognito.destroy());
  return { cognito, UserPoolId: realPool };
}

async function forget(
  cognito: CognitoIdentityProviderClient,
  target: { UserPoolId: string; Username: string },
): Promise<void> {
  await cognito.send(new AdminDeleteUserCommand(target)).catch((error: Error) => {
    if (error.name !== 'UserNotFoundException') throw error;
  });
}
