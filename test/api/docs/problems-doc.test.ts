import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { problemsDoc, problemsDocPath } from '../../../scripts/problems-doc.ts';
import { problemNames } from '../../../server/api/docs/problem-codes.ts';

it('The page of problem codes is made from their table, with every code in it', () => {
  const page = readFileSync(problemsDocPath, 'utf8');
  expect(page).toBe(problemsDoc());
  for (const code of problemNames) expect(page).toContain(`\`${code}\``);
});
