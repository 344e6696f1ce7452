import { applicationOfEnvironment } from '../../server/config/accounts.ts';
import { loadConfig } from '../../server/config.ts';
import { startSandbox } from '../../server/sandbox/start.ts';
import { startConsole } from '../../server/start.ts';
import { buildNotes } from './app.ts';

/** `npm run example`: the sandbox, the console with its account API, and the application in front of it. */
const sandbox = await startSandbox({ users: 200, hasApplicationClient: true });
const { userPoolId, region, endpoint, clientId, applicationClientId, jwks } = sandbox;
const config = loadConfig({
  DATABASE_URL: 'file::memory:',
  LOG_LEVEL: 'warn',
  ...process.env,
  ACCOUNTS: 'sandbox',
});
const { accounts } = config;
if (accounts === undefined) throw new Error('ACCOUNTS was not read.');
const client = { clientSecret: undefined, jwks, domain: undefined };
const address = { userPoolId, region, endpoint };
const admin = await startConsole(
  config,
  {
    operatorPool: { ...address, ...client, clientId },
    managedPools: { sandbox: address },
    applications: [
      applicationOfEnvironment(accounts, { ...client, clientId: applicationClientId }),
    ],
  },
  { purpose: 'sandbox', demoOperators: sandbox.operators },
);
const port = Number(process.env.NOTES_PORT || 3100);
let origin = `http://127.0.0.1:${port}`;
const notes = await buildNotes({
  accountsUrl: `${admin.url}/accounts/v1`,
  userPoolId,
  clientId: applicationClientId,
  endpoint,
  origin: () => origin,
  data: ':memory:',
});
origin = await notes.listen({ port, host: '127.0.0.1' });
process.stdout.write(`
  Notes is at ${origin}

  1. Create an account. Its code is in ${endpoint}/sandbox/outbox.
  2. Sign in, write a note, set up an authenticator app under Account, Security.
  3. Sign in to the console at ${admin.url} as admin with Sandbox-1234, add your user to the
     group editors, sign in to Notes again: there is a page for editors now.
`);

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) process.exit(1);
  isStopping = true;
  for (const part of [notes, admin, sandbox]) await part.close();
}
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
