import { type TProperties, Type } from '@sinclair/typebox';

/**
 * The schema of every answer of an API that is not a success, as the component `Problem`.
 *
 * @param codes that the API answers with
 * @param members of its own, beside the usual ones
 *
 * Source: RFC 9457
 */
export function problemSchema<Own extends TProperties>(codes: readonly string[], members: Own) {
  return Type.Object(
    {
      type: Type.String({ description: 'Address of the description of this kind of problem.' }),
      title: Type.String({ description: 'The HTTP status in words.' }),
      status: Type.Integer({ description: 'The HTTP status.' }),
      code: Type.String({
        enum: [...codes],
        description: 'Stable name of the problem, for programs.',
      }),
      detail: Type.String({ description: 'What went wrong and what to do next, for people.' }),
      requestId: Type.String({ description: 'Names the request in the log of the server.' }),
      fields: Type.Optional(
        Type.Record(Type.String(), Type.String(), {
          description: 'Sentences by the name of the member or parameter that they are about.',
        }),
      ),
      ...members,
    },
    { $id: 'Problem', description: 'A problem (RFC 9457).' },
  );
}
