import type {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommandInput,
  CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { type Client, type ClientOptions, createClient } from '../../client/src/index.ts';
import type { Sandbox } from '../../server/sandbox/start.ts';
import { runningSandbox } from '../sandbox/running.ts';
import { createConfirmedUser, createTestPool, type TestPool } from '../sandbox/sign-in/pool.ts';

export type ClientPool = {
  readonly sandbox: Sandbox;
  readonly cognito: CognitoIdentityProviderClient;
  readonly pool: TestPool;
  /** A client of the pool that calls Cognito itself. */
  client(options?: Partial<ClientOptions>): Client;
};

/** A sandbox with a pool of its own, in which `ada` has an account, for one test. */
export async function clientPool(
  settings: {
    readonly pool?: Partial<CreateUserPoolCommandInput>;
    readonly client?: Partial<CreateUserPoolClientCommandInput>;
    readonly now?: () => number;
  } = {},
): Promise<ClientPool> {
  const { now = Date.now } = settings;
  const { sandbox, cognito } = await runningSandbox({}, { clock: () => new Date(now()) });
  const pool = await createTestPool(cognito, settings.pool, settings.client);
  await createConfirmedUser(cognito, pool);
  const { userPoolId, clientId, clientSecret } = pool;
  const { endpoint } = sandbox;
  return {
    sandbox,
    cognito,
    pool,
    client: (options = {}) =>
      createClient({ userPoolId, clientId, clientSecret, endpoint, now, ...options }),
  };
}
