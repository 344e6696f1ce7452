import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { permissionsDoc, permissionsDocPath } from '../../scripts/permissions-doc.ts';
import { actions } from '../../server/actions/registry.ts';

it('The page of permissions is made from the table, with every action in it', () => {
  const page = readFileSync(permissionsDocPath, 'utf8');
  expect(page).toBe(permissionsDoc());
  for (const { title } of actions) expect(page).toContain(title);
  expect(page).toContain('| `users:set-password` | Set a password | Set password | yes |  |  |');
});
