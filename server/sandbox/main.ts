import { defaultSandboxOptions, parseSandboxOptions, type SandboxOptions } from './options.ts';
import { type Sandbox, startSandbox } from './start.ts';

/** Stand-alone emulator: as with the console, but without demo users unless SANDBOX_USERS asks for them. */
const standAlone: SandboxOptions = {
  ...defaultSandboxOptions,
  port: 9229,
  data: 'data/sandbox.db',
};

function announce(sandbox: Sandbox): string {
  const operators = sandbox.operators.map(
    ({ username, password, group }) => `  ${username} / ${password} (${group})`,
  );
  return [
    'Cognito user pool sandbox',
    `  endpoint   ${sandbox.endpoint}`,
    `  region     ${sandbox.region}`,
    `  user pool  ${sandbox.userPoolId}`,
    `  app client ${sandbox.clientId}`,
    `  outbox     ${sandbox.endpoint}/sandbox/outbox`,
    ...(operators.length === 0 ? [] : ['Demo operators', ...operators]),
    '',
  ].join('\n');
}

try {
  const sandbox = await startSandbox(parseSandboxOptions(process.env, standAlone), {
    report: (error) => {
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    },
  });
  process.stdout.write(announce(sandbox));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void sandbox.close());
  }
} catch (error) {
  process.stderr.write(
    `The sandbox cannot start: ${error instanceof Error ? error.message : error}\n`,
  );
  process.exitCode = 1;
}
