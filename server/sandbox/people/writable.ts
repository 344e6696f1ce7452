import type { UserPoolClient } from '../clients/client.ts';
import { canClientWrite } from '../tokens/client-attributes.ts';
import { notAuthorized } from '../wire/errors.ts';

const neverWritable = new Set(['email_verified', 'phone_number_verified', 'sub', 'identities']);

/**
 * Refuses attributes that people may not write through this client. Nobody verifies an own address by saying so.
 * @throws AwsError NotAuthorizedException
 */
export function checkWritable(client: UserPoolClient, names: readonly string[]): void {
  if (names.some((name) => neverWritable.has(name) || !canClientWrite(client, name))) {
    throw notAuthorized('A client attempted to write unauthorized attribute');
  }
}
