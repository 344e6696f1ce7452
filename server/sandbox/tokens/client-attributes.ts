import type { UserPoolClient } from '../clients/client.ts';

/** Attributes that every client may read, whatever its ReadAttributes say. */
const alwaysReadable = new Set(['sub', 'identities']);

/**
 * Tells whether a client may read an attribute. One without ReadAttributes may read all of them.
 * Source: AWS, "Attribute permissions and scopes".
 */
export function canClientRead(client: UserPoolClient, attribute: string): boolean {
  const listed = client.settings.ReadAttributes;
  return listed === undefined || alwaysReadable.has(attribute) || listed.includes(attribute);
}

/** Tells whether a client may write an attribute. One without WriteAttributes may write all that are mutable. */
export function canClientWrite(client: UserPoolClient, attribute: string): boolean {
  const listed = client.settings.WriteAttributes;
  return listed === undefined || listed.includes(attribute);
}
