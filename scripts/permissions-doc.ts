import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { actions } from '../server/actions/registry.ts';
import { isAllowed, type Permission, permissions, roles } from '../server/operators/permissions.ts';
import { permissionWords, roleWords } from '../server/operators/role-words.ts';

/** docs/permissions.md, made from the table that the console itself goes by. */
export function permissionsDoc(): string {
  const names = Object.keys(permissions).filter(isPermission);
  const rows = names.map((permission) => {
    const held = roles.map((role) => (isAllowed(role, permission) ? 'yes' : ''));
    const needing = actions.filter((action) => action.permission === permission);
    const titles = needing.map(({ title }) => title).join(', ');
    return `| \`${permission}\` | ${permissionWords[permission]} | ${titles} | ${held.join(' | ')} |`;
  });
  const summaries = roles.map(
    (role) => `- **${roleWords[role].name}**: ${roleWords[role].summary}`,
  );
  return `# Who may do what

A role comes from membership in a group of the operator pool (\`ADMIN_GROUP\`, \`SUPPORT_GROUP\`,
\`AUDITOR_GROUP\` in [the settings](configuration.md)). Nothing else grants one, and whoever is in several has the
most powerful. What is not in this table is nobody's: a route or an action that names no permission stops the
start. The page *Who may do what* of every console shows the same.

${summaries.join('\n')}

<!-- Made by \`npm run docs\`; a test compares this page with the code. -->

| permission | allows to | actions | ${roles.map((role) => roleWords[role].name).join(' | ')} |
| --- | --- | --- | ${roles.map(() => '---').join(' | ')} |
${rows.join('\n')}

## Beyond the table

- Nobody disables, deletes or demotes themselves, and the last administrator stays.
- Support staff act on nobody who is in a group of operators.
- *${titlesNeedingAll()}* needs the permissions of all that it does.
- Deleting, setting a password, lockdown, bulk work and whatever harms an operator can need a recent sign-in and a
  reason ([signing in](sign-in.md)).
- What a role allows counts for pages, programs and bulk work alike, and is asked of the pool again every 30
  seconds ([security](security.md)).
`;
}

/** Actions that do what several others do. */
function titlesNeedingAll(): string {
  const ids = ['user.mend', 'user.add-contact'];
  return actions
    .filter(({ id }) => ids.includes(id))
    .map(({ title }) => title)
    .join('* and *');
}

function isPermission(name: string): name is Permission {
  return name in permissions;
}

export const permissionsDocPath = fileURLToPath(new URL('../docs/permissions.md', import.meta.url));

if (import.meta.main) writeFileSync(permissionsDocPath, permissionsDoc());
