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

/**
 * The schema of request headers with more of them; undefined when there are none. Those that it has by
 * another spelling are replaced, since a header's name has no capitals of its own.
 */
export function withMembers(schema: unknown, more: Members): Members | undefined {
  const own = isMembers(schema) && isMembers(schema.properties) ? schema.properties : {};
  const names = new Set(Object.keys(more).map((name) => name.toLowerCase()));
  const kept = Object.entries(own).filter(([name]) => !names.has(name.toLowerCase()));
  const properties = { ...Object.fromEntries(kept), ...more };
  return Object.keys(properties).length === 0 ? undefined : { type: 'object', properties };
}
