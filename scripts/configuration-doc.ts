import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sandboxSettings } from '../server/config/sandbox-settings.ts';
import { settings } from '../server/config/settings.ts';

/** docs/configuration.md, made from the list that the console itself reads. */
export function configurationDoc(): string {
  const rows = settings.map(({ name, meaning, default: standard, otherwise, isSecret }) => {
    const fallback = standard === undefined ? (otherwise ?? 'not set') : `\`${standard}\``;
    return `| \`${name}\` | ${meaning}${isSecret ? ' Secret.' : ''} | ${fallback} |`;
  });
  const sandboxRows = sandboxSettings.map(
    ({ name, meaning, otherwise }) => `| \`${name}\` | ${meaning} | ${otherwise} |`,
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

Read when no user pool is configured, and by \`npm run sandbox\`. The demo starts by itself only where nothing
says that a real pool was meant: with a setting such as \`CLIENT_ID\` or \`SESSION_SECRET\`, an https \`PUBLIC_URL\`,
\`NODE_ENV=production\` (the image sets it) or another \`HOST\` than a loopback address, say \`SANDBOX=yes\`.
A database is marked with what it is for: one of a sandbox is refused for a real pool, and the other way round.

A variable that resembles a setting but is none, such as \`USERPOOL_ID\`, is named in the log at start.

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
