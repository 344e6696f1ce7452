import {
  CognitoIdentityProviderClient,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { onTestFinished, vi } from 'vitest';
import type { Application } from '../../server/config/accounts.ts';
import { type Environment, loadConfig } from '../../server/config.ts';
import type { EventSources } from '../../server/events/create-events.ts';
import type { ManagedPool } from '../../server/pools.ts';
import type { SandboxOptions } from '../../server/sandbox/options.ts';
import { type Sandbox, type SandboxSources, startSandbox } from '../../server/sandbox/start.ts';
import { type RunningConsole, startConsole } from '../../server/start.ts';
import { ConsoleClient } from './console-client.ts';

export const operatorPassword = 'Sandbox-1234';

export type TestConsole = {
  readonly url: string;
  readonly routes: RunningConsole['routes'];
  readonly sandbox: Sandbox;
  /** As the console sees it. */
  readonly pool: ManagedPool;
  /** A real Cognito client of the sandbox, to look at the pool behind the console's back. */
  readonly cognito: CognitoIdentityProviderClient;
  /** Has the console read these users from the pool again, as opening their pages does. */
  noticed(...usernames: readonly string[]): Promise<void>;
  /** Asks for a walk of the pool and waits until the mirror holds all of it. */
  walked(): Promise<void>;
  /** A browser-like client that nobody is signed in with. */
  client(): ConsoleClient;
  /** Signs in through the sign-in form. */
  signedIn(username: string, password?: string): Promise<ConsoleClient>;
  /** Ends the pool under a running console. */
  stopPool(): Promise<void>;
  close(): Promise<void>;
};

type Options = {
  /** A pool that runs already and is left running; otherwise the console gets one of its own. */
  readonly pool?: Sandbox;
  /** What the pool is called here, each a mirror of its own; `sandbox` alone by default. */
  readonly aliases?: readonly string[];
  /** Makes more pools in the sandbox for the console to manage; answers their ids by alias. */
  readonly morePools?: (
    cognito: CognitoIdentityProviderClient,
  ) => Promise<Readonly<Record<string, string>>>;
  readonly sandbox?: Partial<SandboxOptions>;
  /** Switches the account API on, with an app client of the sandbox unless another one is named. */
  readonly application?: Partial<Application>;
  /** More applications, each with a name; else as the first. */
  readonly moreApplications?: readonly Partial<Application>[];
  /** The sandbox's clock and random source. */
  readonly sources?: Partial<SandboxSources>;
  readonly environment?: Environment;
  readonly now?: () => Date;
  /** Monotonic milliseconds of the console. */
  readonly elapsed?: () => number;
  /** 0 to 1, for the pauses of the console between two tries. */
  readonly random?: () => number;
  /** Milliseconds in whole multiples of which the account API answers; 0 by default, so that nothing waits. */
  readonly answerStep?: number;
  /** What webhooks and the stream of the audit stand on, as far as it is replaced. */
  readonly eventSources?: EventSources;
  /** Told every line of the log. */
  readonly log?: (line: string) => void;
  /** Of the pool, for operators to sign in with, where it is not the sandbox's own without a secret. */
  readonly appClient?: { readonly clientId: string; readonly clientSecret: string };
  /** Signing in on the sandbox's own pages: beside the console's form, or instead of it. */
  readonly managedLogin?: 'beside' | 'only';
};

/** Starts a sandbox and a console on ports of the system's choice. */
export async function launchConsole(options: Options = {}): Promise<TestConsole> {
  const sandbox =
    options.pool ??
    (await startSandbox(
      {
        port: 0,
        data: ':memory:',
        users: 60,
        hasApplicationClient: options.application !== undefined,
        ...options.sandbox,
      },
      options.sources,
    ));
  const config = loadConfig({
    PORT: '0',
    DATABASE_URL: 'file::memory:',
    LOG_LEVEL: 'silent',
    // Tests set what is otherwise a sign of a real pool.
    SANDBOX: 'yes',
    ...options.environment,
  });
  const address = {
    userPoolId: sandbox.userPoolId,
    region: sandbox.region,
    endpoint: sandbox.endpoint,
  };
  const operatorPool = {
    ...address,
    clientId: sandbox.clientId,
    clientSecret: undefined,
    ...options.appClient,
    jwks: sandbox.jwks,
    domain: options.managedLogin && sandbox.endpoint,
  };
  const { aliases = ['sandbox'] } = options;
  const cognito = new CognitoIdentityProviderClient({
    region: sandbox.region,
    endpoint: sandbox.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const managedPools = Object.fromEntries(aliases.map((alias) => [alias, address]));
  for (const [alias, userPoolId] of Object.entries((await options.morePools?.(cognito)) ?? {})) {
    managedPools[alias] = { ...address, userPoolId };
  }
  const demoOperators = options.managedLogin === 'only' ? [] : sandbox.operators;
  const running = await startConsole(
    config,
    { operatorPool, managedPools, applications: applicationsOf(options, sandbox) },
    {
      demoOperators,
      answerStep: options.answerStep ?? 0,
      ...(options.now && { now: options.now }),
      ...(options.elapsed && { elapsed: options.elapsed }),
      ...(options.random && { random: options.random }),
      ...(options.eventSources && { eventSources: options.eventSources }),
      ...(options.log && { logStream: { write: options.log } }),
    },
  );
  if (options.managedLogin) {
    await registerAddresses(cognito, sandbox, sandbox.clientId, `${running.url}/sign-in`);
  }
  if (options.application?.mode === 'cookie') {
    const path = `${running.url}/accounts/v1/managed-login`;
    await registerAddresses(cognito, sandbox, sandbox.applicationClientId, path);
  }
  const { directory } = running.pools.first;
  let isPoolRunning = options.pool === undefined;
  const stopPool = async (): Promise<void> => {
    if (isPoolRunning) await sandbox.close();
    isPoolRunning = false;
  };
  return {
    url: running.url,
    routes: running.routes,
    sandbox,
    pool: running.pools.first,
    cognito,
    async noticed(...usernames) {
      await Promise.all(usernames.map((name) => directory.find(name)));
    },
    async walked() {
      const asked = Date.now();
      await directory.requestWalk();
      const isWalked = async (): Promise<void> => {
        const { completeAsOf } = await directory.reader.state();
        if ((completeAsOf?.getTime() ?? 0) < asked) throw new Error('The walk is not complete.');
      };
      await vi.waitFor(isWalked, { timeout: 60_000 });
    },
    client: () => new ConsoleClient(running.url),
    async signedIn(username, password = operatorPassword) {
      const client = new ConsoleClient(running.url);
      const reply = await client.post('/sign-in', { username, password });
      if (reply.status !== 303) throw new Error(`Sign-in of ${username} answered ${reply.status}.`);
      return client;
    },
    stopPool,
    async close() {
      cognito.destroy();
      await running.close();
      await stopPool();
    },
  };
}

function applicationsOf(
  { application, moreApplications = [] }: Options,
  sandbox: Sandbox,
): readonly Application[] {
  if (application === undefined) return [];
  return [application, ...moreApplications].map((given) => ({
    name: 'main',
    pool: 'sandbox',
    clientId: sandbox.applicationClientId,
    clientSecret: undefined,
    jwks: sandbox.jwks,
    domain: application.mode === 'cookie' ? sandbox.endpoint : undefined,
    mode: 'body',
    origins: [],
    audit: 'none',
    takenNames: 'hide',
    adminFlow: false,
    attributeNames: {},
    ...application,
    ...given,
  }));
}

/** Tells the pool where an app client comes back to, which is known only once the console listens. */
async function registerAddresses(
  cognito: CognitoIdentityProviderClient,
  { userPoolId }: Sandbox,
  clientId: string,
  address: string,
): Promise<void> {
  await cognito.send(
    new UpdateUserPoolClientCommand({
      UserPoolId: userPoolId,
      ClientId: clientId,
      ExplicitAuthFlows: [
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
      ],
      SupportedIdentityProviders: ['COGNITO'],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', 'aws.cognito.signin.user.admin'],
      CallbackURLs: [`${address}/callback`],
      LogoutURLs: [address],
    }),
  );
}

/** As `launchConsole`, ended with the test or, in a `beforeAll`, by the caller. */
export async function consoleForTest(options: Options = {}): Promise<TestConsole> {
  const running = await launchConsole(options);
  onTestFinished(() => running.close());
  return running;
}
