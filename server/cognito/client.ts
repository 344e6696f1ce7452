import {
  type $Command,
  CognitoIdentityProviderClient,
  type CognitoIdentityProviderClientConfig,
  type CognitoIdentityProviderClientResolvedConfig,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-cognito-identity-provider';
import type { PoolAddress } from '../config/pools.ts';
import { noteChange, noteReachedPool } from '../request-changes.ts';
import { isEmulator } from './emulator.ts';
import { isOutcomeUnknown, toPoolkeeperError } from './errors.ts';
import { isUnrepeatable, retriesUnlessLost } from './retries.ts';

export type ClientOptions = {
  /** Tries of one call, the first included. */
  readonly maxAttempts?: number | undefined;
  /** Milliseconds until a connection must stand. */
  readonly connectionTimeout?: number | undefined;
  /** Milliseconds until one try must be answered. */
  readonly requestTimeout?: number | undefined;
  /** Where the AWS SDK finds its credentials; the process's own by default. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
};

/** Runs one command; errors come out as a `PoolkeeperError` that names the operation. */
export type Send = <Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
  command: $Command<
    Input,
    Output,
    CognitoIdentityProviderClientResolvedConfig,
    ServiceInputTypes,
    ServiceOutputTypes
  >,
) => Promise<Output>;

/** Operations that leave a pool as it is; the last only asks the first question of a sign-in. */
const reading = /^(Admin)?(Get|List|Describe)|^InitiateAuth$/;

/** Settings from which the SDK takes credentials without asking the network. */
const credentialSettings = [
  'AWS_ACCESS_KEY_ID',
  'AWS_PROFILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
] as const;

/**
 * Makes the way to one pool's API. Throttled calls, 5xx answers and broken connections are tried
 * again with growing, random pauses ("standard" retry mode); operations that are not repeatable only
 * when the pool did nothing (see retries.ts).
 *
 * Source: AWS SDKs and Tools reference guide, "Retry behavior".
 */
export function createSend(address: PoolAddress, options: ClientOptions = {}): Send {
  const config = clientConfig(address, options);
  const repeating = new CognitoIdentityProviderClient(config);
  const { requestHandler, retryStrategy } = repeating.config;
  const once = new CognitoIdentityProviderClient({
    ...config,
    requestHandler,
    retryStrategy: retriesUnlessLost(retryStrategy),
  });
  for (const { middlewareStack } of [repeating, once]) {
    // It copies every question and answer for a log that is not kept here.
    middlewareStack.remove('loggerMiddleware');
  }
  return async (command) => {
    const operation = command.constructor.name.replace(/Command$/, '');
    // Before the answer, which may be lost.
    const isChange = !reading.test(operation);
    if (isChange) noteChange();
    try {
      const answer = await (isUnrepeatable(operation) ? once : repeating).send(command);
      if (isChange) noteReachedPool();
      return answer;
    } catch (error) {
      const problem = toPoolkeeperError(error, operation);
      if (isChange && isOutcomeUnknown(problem)) noteReachedPool();
      throw problem;
    }
  };
}

/**
 * The SDK client's settings for a pool. Credentials are made up for an emulator alone, and only
 * when none are configured: a proxy or VPC endpoint in front of AWS needs real ones.
 */
export function clientConfig(
  address: PoolAddress,
  options: ClientOptions = {},
): CognitoIdentityProviderClientConfig {
  const needsNoCredentials =
    isEmulator(address) && !hasCredentials(options.environment ?? process.env);
  return {
    region: address.region,
    ...(address.endpoint === undefined ? {} : { endpoint: address.endpoint }),
    ...(needsNoCredentials
      ? { credentials: { accessKeyId: 'emulator', secretAccessKey: 'emulator' } }
      : {}),
    retryMode: 'standard',
    maxAttempts: options.maxAttempts ?? 3,
    requestHandler: {
      connectionTimeout: options.connectionTimeout ?? 3000,
      requestTimeout: options.requestTimeout ?? 10_000,
      throwOnRequestTimeout: true,
    },
  };
}

function hasCredentials(environment: Readonly<Record<string, string | undefined>>): boolean {
  return credentialSettings.some((name) => Boolean(environment[name]));
}
