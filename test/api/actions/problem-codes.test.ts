import { expect, it } from 'vitest';
import { actions } from '../../../server/actions/registry.ts';
import { problemsOfAction } from '../../../server/api/actions/problems.ts';
import { problemNames } from '../../../server/api/docs/problem-codes.ts';
import { readFiles } from '../../house/files.ts';

/** Codes in the source: `code: 'no_contact'` and `refused('no_such_identity'`. */
const codesIn = (text: string): string[] =>
  [...text.matchAll(/(?:\bcode: |\b(?:refused|forbidden|notFound)\(\s*)'(\w+)'/g)].map(
    ([, code = '']) => code,
  );

/** Of jobs alone: no request for one action meets them. */
const ofJobs = ['another_user'];
/** What only lists, sign-ins and self-service meet. */
const ofOthers = ['page_expired', 'code_mismatch', 'code_expired'];

it('Every code of the actions, their checks and Cognito is described', () => {
  const files = readFiles(['server/actions', 'server/cognito/errors'], '.ts');
  const codes = files.flatMap(({ text }) => codesIn(text));
  expect(codes.length).toBeGreaterThan(70);
  const known = new Set<string>([...problemNames, ...ofJobs, ...ofOthers]);
  expect(codes.filter((code) => !known.has(code))).toEqual([]);
});

it('Every refusal of an action is among the problems of its operation', () => {
  const files = readFiles(
    ['server/actions/user', 'server/actions/group', 'server/actions/next-step'],
    '.ts',
  );
  const missing = actions.flatMap((action) => {
    const file = files.find(({ text }) => text.includes(`id: '${action.id}'`));
    const declared: readonly string[] = problemsOfAction(action);
    return codesIn(file?.text ?? '')
      .filter((code) => !declared.includes(code))
      .map((code) => `${action.id}: ${code}`);
  });
  expect(missing).toEqual([]);
  const found = actions.filter(({ id }) => files.some(({ text }) => text.includes(`id: '${id}'`)));
  expect(found).toHaveLength(actions.length);
});
