/** A JSON Schema as the routes of the API have it. Source: JSON Schema 2020-12. */
export type Schema = {
  readonly $ref?: string;
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly additionalProperties?: Schema | boolean;
  readonly examples?: readonly unknown[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
};

/** A body by its media type. */
export type Content = Readonly<
  Record<string, { readonly schema?: Schema; readonly example?: unknown }>
>;

export type Answer = {
  readonly description: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Content;
};

export type Parameter = {
  readonly name: string;
  /** `path`, `query` or `header`. */
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: Schema;
  readonly example?: unknown;
};

export type Operation = {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, Answer>>;
  readonly 'x-problem-codes'?: readonly string[];
  /** Roles of operators that may call it. */
  readonly 'x-roles'?: readonly string[];
};

/** The parts of an OpenAPI 3.1 document that the readable page shows. */
export type ApiDocument = {
  readonly info: { readonly title: string; readonly description: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

/** The document of `@fastify/swagger` as plain JSON, which can be read without asking what each part is. */
export function plainDocument(document: object): ApiDocument {
  return JSON.parse(JSON.stringify(document));
}

/** The schema of a body, whatever its media type. */
export function schemaIn(content: Content | undefined): Schema | undefined {
  return Object.values(content ?? {})[0]?.schema;
}

/** `Tokens` for `#/components/schemas/Tokens`. */
export function nameOf($ref: string): string {
  return $ref.slice($ref.lastIndexOf('/') + 1);
}

/** A document with each of its operations changed. */
export function withOperations<Result>(
  { paths }: ApiDocument,
  change: (operation: Operation) => Result,
): { readonly paths: Readonly<Record<string, Readonly<Record<string, Result>>>> } {
  return { paths: mapped(paths, (methods) => mapped(methods, change)) };
}

/** An object with the same members, each value changed. */
export function mapped<Value, Result>(
  values: Readonly<Record<string, Value>>,
  change: (value: Value, name: string) => Result,
): Readonly<Record<string, Result>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, change(value, name)]),
  );
}
