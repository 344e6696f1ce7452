import { Type } from '@sinclair/typebox';
import type { PoolkeeperError } from '../errors.ts';
import { ProblemWithMembers } from '../web/requests/problem-details.ts';
import { problemNames } from './docs/problem-codes.ts';

/** The body of every answer that is not a success. Source: RFC 9457. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'Address of the description of this kind of problem.' }),
    title: Type.String({ description: 'The HTTP status in words.' }),
    status: Type.Integer({ description: 'The HTTP status.' }),
    code: Type.String({
      enum: [...problemNames],
      description: 'Stable name of the problem, for programs.',
    }),
    detail: Type.String({ description: 'What went wrong and what to do next, for people.' }),
    requestId: Type.String({ description: 'Names the request in the log of the server.' }),
    fields: Type.Optional(
      Type.Record(Type.String(), Type.String(), {
        description: 'Sentences by the name of the member of the body that they are about.',
      }),
    ),
    handle: Type.Optional(
      Type.String({ description: 'With which the same challenge can be answered once more.' }),
    ),
    managedLogin: Type.Optional(
      Type.String({ description: 'Where the browser goes to sign in again by managed login.' }),
    ),
  },
  { $id: 'Problem', description: 'A problem (RFC 9457).' },
);

/** A refusal with the handle to answer the challenge again. */
export class ProblemWithHandle extends ProblemWithMembers {
  constructor(problem: PoolkeeperError, handle: string) {
    super(problem, { handle });
  }
}
