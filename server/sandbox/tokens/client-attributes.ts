import type { UserPoolClient } from '../clients/client.ts';

/**
 * Whether an attribute is for calls with AWS credentials only.
 * Source: API reference, SchemaAttributeType (developer-only attributes).
 */
export function isDeveloperOnly(attribute: string): boolean {
  return attribute.startsWith('dev:');
}

/** Attributes that every client may read, whatever its ReadAttributes say. */
const alwaysReadable = new Set(['sub', 'identities']);

/**
 * Returns whether a client may read an attribute. One without ReadAttributes may read all but developer-only ones.
 * Source: AWS, "Attribute permissions and scopes".
 */
export function canClientRead(client: UserPoolClient, attribute: string): boolean {
  if (isDeveloperOnly(attribute)) return false;
  const listed = client.settings.ReadAttributes;
  return listed === undefined || alwaysReadable.has(attribute) || listed.includes(attribute);
}

/** Tells whether a client may write an attribute. One without WriteAttributes may write all that are mutable. */
export function canClientWrite(client: UserPoolClient, attribute: string): boolean {
  if (isDeveloperOnly(attribute)) return false;
  const listed = client.settings.WriteAttributes;
  return listed === undefined || listed.includes(attribute);
}
