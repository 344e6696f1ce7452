import { spawn } from 'node:child_process';

/**
 * `npm run test:aws`: runs the contract, which the sandbox keeps in every test run, against a real user pool. It
 * makes and deletes users, groups and one app client there, so give it a pool made for this.
 */
const userPoolId = process.env.POOLKEEPER_TEST_POOL_ID;
if (!userPoolId) {
  process.stdout.write(
    'The contract with AWS did not run: set POOLKEEPER_TEST_POOL_ID (and AWS credentials) to a user pool made for tests.\n',
  );
} else {
  const vitest = spawn('vitest', ['run', 'test/sandbox/contract'], {
    env: { ...process.env, POOLKEEPER_TEST_TARGET: 'aws' },
    stdio: 'inherit',
  });
  vitest.on('error', (error) => {
    process.stderr.write(`Vitest cannot be started; use "npm run test:aws". ${error.message}\n`);
    process.exitCode = 1;
  });
  vitest.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
