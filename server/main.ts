import { applicationOfEnvironment } from './config/accounts.ts';
import { type Config, ConfigError, loadConfig } from './config.ts';
import { UnusableDatabase } from './db/driver/start-problem.ts';
import { growHeapSlowly } from './heap.ts';
import { parseSandboxOptions, SandboxOptionError } from './sandbox/options.ts';
import { type Sandbox, startSandbox } from './sandbox/start.ts';
import { type RunningConsole, startConsole } from './start.ts';

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** Without a configured pool the sandbox is both the operators' and the managed pool. */
async function main(): Promise<void> {
  growHeapSlowly();
  const config = loadConfig(process.env);
  if (config.pools) {
    const running = await startConsole(config, config.pools, { purpose: 'pool' });
    print(`Poolkeeper is at ${running.url}`);
    return stopOnSignal(running);
  }

  const consoleOrigins = knownOrigins(config);
  const options = parseSandboxOptions(process.env);
  if (config.databaseUrl === `file:${options.data}` && options.data !== ':memory:') {
    throw new ConfigError(['DATABASE_URL and SANDBOX_DATA name the same file.']);
  }
  if (options.hasLocalIssuer === true) {
    throw new SandboxOptionError(
      'SANDBOX_ISSUER is "local", which is for npm run sandbox: the console takes tokens of an AWS issuer only.',
    );
  }
  const { accounts } = config;
  const sandbox = await startSandbox({
    ...options,
    consoleOrigins,
    hasApplicationClient: accounts !== undefined,
  });
  const address = {
    userPoolId: sandbox.userPoolId,
    region: sandbox.region,
    endpoint: sandbox.endpoint,
  };
  const running = await startConsole(
    config,
    {
      operatorPool: {
        ...address,
        clientId: sandbox.clientId,
        clientSecret: undefined,
        jwks: sandbox.jwks,
        domain: consoleOrigins.length > 0 ? sandbox.endpoint : undefined,
      },
      managedPools: { sandbox: address },
      applications:
        accounts === undefined
          ? []
          : [
              applicationOfEnvironment(accounts, {
                clientId: sandbox.applicationClientId,
                clientSecret: undefined,
                jwks: sandbox.jwks,
                domain: consoleOrigins.length > 0 ? sandbox.endpoint : undefined,
              }),
            ],
    },
    { purpose: 'sandbox', demoOperators: sandbox.operators },
  );
  print(welcome(running.url, sandbox, accounts !== undefined));
  return stopOnSignal(running, sandbox);
}

/** Where browsers find the console; unknown when the system is to choose the port. */
function knownOrigins({ publicUrl, host, port }: Config): readonly string[] {
  if (publicUrl !== undefined) return [publicUrl];
  return port === 0 ? [] : [`http://${host}:${port}`];
}

function welcome(url: string, sandbox: Sandbox, hasAccountApi: boolean): string {
  const width = Math.max(...sandbox.operators.map(({ username }) => username.length));
  const operators = sandbox.operators.map(
    ({ username, password, group }) => `    ${username.padEnd(width)}  ${password}  ${group}`,
  );
  return [
    '',
    `  Poolkeeper is at ${url}`,
    '',
    '  No user pool is configured, so an embedded sandbox pool with made-up people is used.',
    `  It speaks the Cognito protocol at ${sandbox.endpoint} (pool ${sandbox.userPoolId}).`,
    '',
    '  Sign in as one of:',
    ...operators,
    '',
    '  The APIs for programs are described at:',
    `    ${url}/api/docs  for operators and API keys`,
    ...(hasAccountApi ? [`    ${url}/accounts/docs  for the users of your application`] : []),
    '',
  ].join('\n');
}

/** Lets requests that are under way finish, then ends; a second signal ends at once. */
function stopOnSignal(...parts: readonly (RunningConsole | Sandbox)[]): void {
  let isStopping = false;
  const stop = async (): Promise<void> => {
    if (isStopping) process.exit(1);
    isStopping = true;
    for (const part of parts) await part.close();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

try {
  await main();
} catch (error) {
  const isExpected = [ConfigError, SandboxOptionError, UnusableDatabase].some(
    (expected) => error instanceof expected,
  );
  const text = error instanceof Error ? (isExpected ? error.message : error.stack) : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
