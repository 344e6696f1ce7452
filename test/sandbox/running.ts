import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { onTestFinished } from 'vitest';
import type { SandboxOptions } from '../../server/sandbox/options.ts';
import { type Sandbox, type SandboxSources, startSandbox } from '../../server/sandbox/start.ts';

/** Starts a sandbox for one test, on a free port and in memory; it ends with the test. */
export async function runningSandbox(
  options: Partial<SandboxOptions> = {},
  sources: Partial<SandboxSources> = {},
): Promise<{ sandbox: Sandbox; cognito: CognitoIdentityProviderClient }> {
  const sandbox = await startSandbox(options, sources);
  const cognito = sdkClient(sandbox);
  onTestFinished(async () => {
    cognito.destroy();
    await sandbox.close();
  });
  return { sandbox, cognito };
}

/** Makes an unmodified AWS SDK client that calls a sandbox. It does not retry. */
export function sdkClient(sandbox: Sandbox): CognitoIdentityProviderClient {
  return new CognitoIdentityProviderClient({
    endpoint: sandbox.endpoint,
    region: sandbox.region,
    credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
    maxAttempts: 1,
  });
}
