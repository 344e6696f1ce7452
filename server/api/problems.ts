import { Type } from '@sinclair/typebox';
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
        description: 'Sentences by the name of the member or parameter that they are about.',
      }),
    ),
  },
  { $id: 'Problem', description: 'A problem (RFC 9457).' },
);
