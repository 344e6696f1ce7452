import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { problemCodes } from '../server/api/docs/problem-codes.ts';

/** docs/api-problems.md, made from the table that the OpenAPI document is made from. */
export function problemsDoc(): string {
  const rows = Object.entries(problemCodes).map(
    ([code, { status, meaning }]) =>
      `| <a id="${code}"></a>\`${code}\` | ${status.join(', ')} | ${meaning.replaceAll('|', '\\|')} |`,
  );
  return `# Problem codes of the admin API

What [the admin API](api.md) answers when it does not do what was asked: problem details (RFC 9457), with one of these
values as \`code\`. They are stable: a program can decide by them. \`/api/docs\` of every console shows which operation
answers which.

<!-- Made by \`npm run docs\`; a test compares this page with the code. -->

| code | HTTP status | meaning |
| --- | --- | --- |
${rows.join('\n')}
`;
}

export const problemsDocPath = fileURLToPath(new URL('../docs/api-problems.md', import.meta.url));

if (import.meta.main) writeFileSync(problemsDocPath, problemsDoc());
