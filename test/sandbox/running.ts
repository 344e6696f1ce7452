import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { expect, onTestFinished } from 'vitest';
import type { SandboxOptions } from '../../server/sandbox/options.ts';
import { type Sandbox, type SandboxSources, startSandbox } from '../../server/sandbox/start.ts';

/**
 * Starts a sandbox for one test, on a free port and in memory. It ends with the test, which fails when the sandbox
 * had a fault of its own (an error that is no refusal).
 */
export async function runningSandbox(
  options: Partial<SandboxOptions> = {},
  sources: Partial<SandboxSources> = {},
): Promise<{ sandbox: Sandbox; cognito: CognitoIdentityProviderClient }> {
  const faults: unknown[] = [];
  const sandbox = await startSandbox(options, {
    report: (fault) => faults.push(fault),
    ...sources,
  });
  const cognito = sdkClient(sandbox);
  onTestFinished(async () => {
    cognito.destroy();
    await sandbox.close();
    expect(faults).toEqual([]);
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
