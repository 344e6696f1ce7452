import {
  type CognitoIdentityProviderClient,
  CreateUserImportJobCommand,
  type CreateUserPoolCommandInput,
  DescribeUserImportJobCommand,
  GetCSVHeaderCommand,
  type PasswordHashingAlgorithmType,
  StartUserImportJobCommand,
  type UserImportJobType,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, vi } from 'vitest';
import type { Sandbox } from '../../../server/sandbox/start.ts';
import { createTestPool, type TestPool } from '../sign-in/pool.ts';

/** A user in a file: their username and, where they have one, the hash of their password. */
export interface ImportedUser {
  readonly username: string;
  readonly hash?: string;
}

/** What an import came to. */
export interface ImportOutcome {
  readonly job: UserImportJobType | undefined;
  /** The lines of its log. */
  readonly log: readonly string[];
}

/** Makes a pool that users can be imported into, whose client takes every flow, managed login too. */
export function poolForImports(
  cognito: CognitoIdentityProviderClient,
  settings: Partial<CreateUserPoolCommandInput> = {},
): Promise<TestPool> {
  return createTestPool(
    cognito,
    { UserPoolTier: 'ESSENTIALS', AutoVerifiedAttributes: ['email'], ...settings },
    {
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid'],
      CallbackURLs: ['https://app.example/callback'],
      SupportedIdentityProviders: ['COGNITO'],
    },
  );
}

/** Lets people sign in with a code in place of a password. */
export const withCodes: Partial<CreateUserPoolCommandInput> = {
  Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
};

/** Returns the rows of a file with these users, in columns of the pool and `password_hash`. */
export async function csvOf(
  cognito: CognitoIdentityProviderClient,
  { userPoolId: UserPoolId }: TestPool,
  users: readonly ImportedUser[],
): Promise<string[]> {
  const { CSVHeader = [] } = await cognito.send(new GetCSVHeaderCommand({ UserPoolId }));
  const columns = [...CSVHeader, 'password_hash'];
  const rows = users.map(({ username, hash = '' }) => {
    const values: Record<string, string> = {
      'cognito:username': username,
      email: `${username}@example.com`,
      email_verified: 'TRUE',
      password_hash: hash.replaceAll(',', '\\,'),
    };
    return columns.map((column) => values[column] ?? '').join(',');
  });
  return [columns.join(','), ...rows];
}

/** Runs an import of these rows, the header first, to its end. */
export async function importRows(
  { endpoint }: Sandbox,
  cognito: CognitoIdentityProviderClient,
  { userPoolId: UserPoolId }: TestPool,
  algorithm: PasswordHashingAlgorithmType | undefined,
  rows: readonly string[],
): Promise<ImportOutcome> {
  const { UserImportJob: created } = await cognito.send(
    new CreateUserImportJobCommand({
      UserPoolId,
      JobName: 'with passwords',
      CloudWatchLogsRoleArn: 'arn:aws:iam::123456789012:role/import',
      PasswordHashingAlgorithm: algorithm,
    }),
  );
  expect(created?.PasswordHashingAlgorithm).toBe(algorithm);
  const JobId = created?.JobId;
  await fetch(created?.PreSignedUrl ?? '', { method: 'PUT', body: rows.join('\n') });
  await cognito.send(new StartUserImportJobCommand({ UserPoolId, JobId }));
  const job = await vi.waitFor(
    async () => {
      const answer = await cognito.send(new DescribeUserImportJobCommand({ UserPoolId, JobId }));
      expect(answer.UserImportJob?.Status).toMatch(/^(Succeeded|Failed)$/);
      return answer.UserImportJob;
    },
    { timeout: 30_000 },
  );
  const reply = await fetch(`${endpoint}/sandbox/imports/${JobId}/log`);
  expect(reply.status).toBe(200);
  return { job, log: (await reply.text()).split('\n').filter((line) => line !== '') };
}
