import { STATUS_CODES } from 'node:http';

/** A kind of problem that an API answers with. */
export type ProblemCode = {
  /** HTTP statuses that it comes with. */
  readonly status: readonly number[];
  /** What it means and what a program should do; what stands between backticks is code. */
  readonly meaning: string;
};

/** The successes among the declared answers of a route, each with a description. */
export function successes(response: unknown): Readonly<Record<string, unknown>> {
  if (typeof response !== 'object' || response === null) return {};
  return Object.fromEntries(
    Object.entries(response)
      .filter(([status]) => status !== 'default')
      .map(([status, schema]) => [status, { description: STATUS_CODES[status], ...schema }]),
  );
}

/**
 * The refusals of an operation by their status, and one for whatever else goes wrong.
 *
 * @param codes of the operation, each with its entry in the table of the API
 */
export function problemAnswers(
  codes: readonly (readonly [string, ProblemCode])[],
): Readonly<Record<string, unknown>> {
  const byStatus = Object.groupBy(
    codes.flatMap(([code, { status, meaning }]) =>
      status.map((one) => ({ status: one, code, sentence: `\`${code}\`: ${meaning}` })),
    ),
    ({ status }) => `${status}`,
  );
  const problem = { $ref: 'Problem#' };
  const answer = (description: string, schema: object) => ({
    description,
    content: { 'application/problem+json': { schema } },
  });
  const answers = Object.entries(byStatus).map(([status, found = []]) => {
    const code = { type: 'string', enum: found.map((one) => one.code) };
    return [
      status,
      answer(found.map(({ sentence }) => sentence).join('\n\n'), {
        allOf: [problem, { type: 'object', properties: { code } }],
      }),
    ];
  });
  return {
    ...Object.fromEntries(answers),
    default: answer('Any other problem (RFC 9457).', problem),
  };
}
