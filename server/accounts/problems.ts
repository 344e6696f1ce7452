import { Type } from '@sinclair/typebox';
import type { PoolkeeperError } from '../errors.ts';
import { problemSchema } from '../web/api-docs/problem.ts';
import { ProblemWithMembers } from '../web/requests/problem-details.ts';
import { problemNames } from './docs/problem-codes.ts';

/** The body of every answer of the account API that is not a success. */
export const Problem = problemSchema(problemNames, {
  handle: Type.Optional(
    Type.String({ description: 'With which the same challenge can be answered once more.' }),
  ),
  managedLogin: Type.Optional(
    Type.String({ description: 'Where the browser goes to sign in again by managed login.' }),
  ),
});

/** A refusal with the handle to answer the challenge again. */
export class ProblemWithHandle extends ProblemWithMembers {
  constructor(problem: PoolkeeperError, handle: string) {
    super(problem, { handle });
  }
}
