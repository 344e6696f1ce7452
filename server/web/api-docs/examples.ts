import { nameOf, type Schema } from './document.ts';

/** What members look like, by their names, where the schema gives no example. */
const known: Readonly<Record<string, unknown>> = {
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

/** An object with the usual values, as an example of a schema. */
export function exampleOf(
  schema: Schema,
  shared: Readonly<Record<string, Schema>>,
  name = '',
): unknown {
  if (schema.examples?.[0] !== undefined) return schema.examples[0];
  if (schema.$ref !== undefined) return exampleOf(shared[nameOf(schema.$ref)] ?? {}, shared, name);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [first] = schema.anyOf ?? [];
  if (first) return exampleOf(first, shared, name);
  if (schema.type === 'array') return [exampleOf(schema.items ?? {}, shared)];
  if (schema.properties) {
    return Object.fromEntries(
      Object.entries(schema.properties).map(([member, inner]) => [
        member,
        exampleOf(inner, shared, member),
      ]),
    );
  }
  if (name === 'attributes') return { email: 'ada@example.com' };
  return (Object.hasOwn(known, name) ? known[name] : undefined) ?? ofType(schema.type);
}

function ofType(type: string | undefined): unknown {
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return 1;
  if (type === 'null') return null;
  return type === 'string' ? '…' : {};
}
