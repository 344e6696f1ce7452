type Members = Readonly<Record<string, unknown>>;

/** Whether a value is an object with members, as every JSON Schema here is. */
export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The schema of parameters, with descriptions and examples for those that have none of their own.
 *
 * @param known descriptions and examples by the name of a parameter
 */
export function describedMembers(
  schema: unknown,
  known: Readonly<Record<string, Members>>,
): unknown {
  if (!isMembers(schema) || !isMembers(schema.properties)) return schema;
  const described = Object.entries(schema.properties).map(([name, member]) => [
    name,
    isMembers(member) ? { ...known[name], ...member } : member,
  ]);
  return { ...schema, properties: Object.fromEntries(described) };
}

/** The answers of an operation, each with the headers of its status. */
export function withHeaders(
  answers: Readonly<Record<string, unknown>>,
  headersOf: (status: string) => Members,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => [
      status,
      isMembers(answer) ? { ...answer, headers: headersOf(status) } : answer,
    ]),
  );
}
