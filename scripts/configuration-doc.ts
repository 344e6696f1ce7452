import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { settings } from '../server/config/settings.ts';

const sandboxSettings: readonly [name: string, meaning: string, standard: string][] = [
  ['SANDBOX_PORT', 'Port of the embedded pool.', '`9229`'],
  ['SANDBOX_DATA', '`:memory:` or a file.', '`data/sandbox.db`'],
  [
    'SANDBOX_USERS',
    'Demo users to create in an empty sandbox.',
    '`2000`; `0` for `npm run sandbox`',
  ],
  ['SANDBOX_CODE', 'Fixed one-time code, for tests.', 'random, shown in the outbox'],
  ['SANDBOX_LATENCY_MS', 'Milliseconds added to every answer.', '`0`'],
  ['SANDBOX_QUOTAS', '`aws` enforces the default request quotas.', 'off'],
  ['SANDBOX_FAULTS', 'Injected trouble, for example `throttle=0.1,error=0.02,drop=0.01`.', 'none'],
];

/** docs/configuration.md, made from the list that the console itself reads. */
export function configurationDoc(): string {
  const rows = settings.map(({ name, meaning, default: standard, otherwise, isSecret }) => {
    const fallback = standard === undefined ? (otherwise ?? 'not set') : `\`${standard}\``;
    return `| \`${name}\` | ${meaning}${isSecret ? ' Secret.' : ''} | ${fallback} |`;
  });
  const sandboxRows = sandboxSettings.map(
    ([name, meaning, standard]) => `| \`${name}\` | ${meaning} | ${standard} |`,
  );
  return `# Configuration

Everything is set by environment variables. Each of the first table can instead be given as
\`NAME_FILE\`, the path of a file that holds the value, as container secrets do. A setting that
cannot be used stops the start, with all problems named at once.

<!-- Made by \`npm run docs\`; a test compares this page with the code. -->

| setting | meaning | without it |
| --- | --- | --- |
${rows.join('\n')}

## Sandbox

Read when no user pool is configured, and by \`npm run sandbox\`.

| setting | meaning | without it |
| --- | --- | --- |
${sandboxRows.join('\n')}

## Several pools

\`POOLKEEPER_CONFIG\` names a JSON file. Operators sign in to one pool and look after one or more,
each under an alias that stands in the addresses of its pages:

\`\`\`json
{
  "operatorPool": {
    "userPoolId": "eu-west-1_Operators",
    "clientId": "1example23456789"
  },
  "pools": {
    "staff": { "userPoolId": "eu-west-1_Operators" },
    "customers": { "userPoolId": "eu-central-1_Customers", "region": "eu-central-1" }
  }
}
\`\`\`

A managed pool that is also the operator pool is protected by the guards: nobody can lock
themselves out there, and the last administrator stays. Groups of the same name in other pools
give nobody power over the console.
`;
}

export const configurationDocPath = fileURLToPath(
  new URL('../docs/configuration.md', import.meta.url),
);

if (import.meta.main) writeFileSync(configurationDocPath, configurationDoc());
