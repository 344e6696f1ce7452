import {
  type ApiDocument,
  type Content,
  mapped,
  nameOf,
  type Operation,
  type Schema,
  withOperations,
} from './document.ts';

/** What members look like, by their names, where the schema gives no example. */
const known: KnownExamples = {
  attributes: { email: 'ada@example.com' },
  accessToken: 'eyJraWQiOiJ…',
  idToken: 'eyJraWQiOiJ…',
  refreshToken: 'eyJjdHkiOiJ…',
  handle: 'h1.kq3v…',
  expiresIn: 3600,
  username: 'ada',
  sub: 'c17d5e0a-8f5c-4a3f-9d51-2f6c1b7f0e11',
  password: 'Correct-horse-1',
  currentPassword: 'Correct-horse-1',
  newPassword: 'Battery-staple-2',
  code: '123456',
  isConfirmed: false,
  destination: 'a***@e***',
  attribute: 'email',
  key: 'eu-west-1_6f1d2c3b-0a4e-4b7f-9c55-3f2a1d0e9b8c',
  deviceKey: 'eu-west-1_6f1d2c3b-0a4e-4b7f-9c55-3f2a1d0e9b8c',
  groupKey: '-u3aQX5fP',
  secret: 'JBSWY3DPEHPK3PXP',
  uri: 'otpauth://totp/Notes:ada?secret=JBSWY3DPEHPK3PXP',
  qrCode: '<svg …',
  srpA: '8f1c…',
  srpB: 'a90e…',
  salt: '5d20…',
  secretBlock: 'kM8T…',
  timestamp: 'Sat Nov 28 14:03:00 UTC 2026',
  signature: 'b1Zc…',
};

/** What members look like where their schemas do not say, by their names. */
export type KnownExamples = Readonly<Record<string, unknown>>;

type Sources = {
  /** The objects of the document that several operations have. */
  readonly shared: Readonly<Record<string, Schema>>;
  readonly known: KnownExamples;
};

/** The document with an example of every JSON body, made of those of its members. */
export function withExamples(document: ApiDocument, ofApi: KnownExamples): ApiDocument {
  const sources = { shared: document.components.schemas, known: { ...known, ...ofApi } };
  const filled = (content: Content): Content =>
    mapped(content, (body, type) =>
      type === 'application/json' && body.schema !== undefined
        ? { example: exampleOf(body.schema, sources), ...body }
        : body,
    );
  /** What a request needs, and what is said of it mostly; not every member that it may have. */
  const withShortExample = (body: Content[string]): Content[string] => {
    const { properties, required = [] } = body.schema ?? {};
    if (properties === undefined || body.example !== undefined) return body;
    const isShort = ([name, { examples }]: [string, Schema]): boolean =>
      required.includes(name) || examples !== undefined || Object.hasOwn(ofApi, name);
    const short = Object.fromEntries(Object.entries(properties).filter(isShort));
    return { ...body, example: exampleOf({ properties: short }, sources) };
  };
  const filledOperation = (operation: Operation): Operation => ({
    ...operation,
    ...(operation.requestBody && {
      requestBody: {
        ...operation.requestBody,
        content: filled(mapped(operation.requestBody.content, withShortExample)),
      },
    }),
    responses: mapped(operation.responses, (answer) =>
      answer.content ? { ...answer, content: filled(answer.content) } : answer,
    ),
  });
  return { ...document, ...withOperations(document, filledOperation) };
}

/** An object with the usual values, as an example of a schema. */
function exampleOf(schema: Schema, sources: Sources, name = ''): unknown {
  if (schema.examples?.[0] !== undefined) return schema.examples[0];
  if (schema.$ref !== undefined) {
    return exampleOf(sources.shared[nameOf(schema.$ref)] ?? {}, sources, name);
  }
  if (name === 'attributes') return sources.known.attributes;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [first] = schema.anyOf ?? [];
  if (first) return exampleOf(first, sources, name);
  if (schema.type === 'array') {
    return [exampleOf(schema.items ?? {}, sources, name.replace(/s$/, ''))];
  }
  if (schema.properties) {
    return Object.fromEntries(
      Object.entries(schema.properties).map(([member, inner]) => [
        member,
        exampleOf(inner, sources, member),
      ]),
    );
  }
  if (Object.hasOwn(sources.known, name)) return sources.known[name];
  if (schema.format === 'date-time') return '2026-11-28T14:03:00.000Z';
  return ofType(schema.type);
}

function ofType(type: string | undefined): unknown {
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return 1;
  if (type === 'null') return null;
  return type === 'string' ? '…' : {};
}
