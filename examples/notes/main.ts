import { buildNotes } from './app.ts';

/** `node examples/notes/main.ts`: the application alone, in front of an account API that runs already. */
const required = (name: string): string => {
  const value = process.env[name];
  if (value) return value;
  process.stderr.write(`${name} is missing. examples/notes/README.md names the settings.\n`);
  process.exit(1);
};

const port = Number(process.env.NOTES_PORT || 3100);
const origin = process.env.NOTES_ORIGIN || `http://127.0.0.1:${port}`;
const app = await buildNotes({
  accountsUrl: required('ACCOUNTS_URL'),
  userPoolId: required('USER_POOL_ID'),
  clientId: required('CLIENT_ID'),
  endpoint: process.env.COGNITO_ENDPOINT || undefined,
  origin: () => origin,
  data: process.env.NOTES_DATA || 'data/notes.db',
  log: process.stdout,
});
await app.listen({ port, host: '127.0.0.1' });
process.stdout.write(`Notes is at ${origin}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => app.close());
