import type { UserPoolClient } from '../../clients/client.ts';
import { notAuthorized } from '../../wire/errors.ts';
import { isSecretHashValid } from './secret-hash.ts';

/**
 * Checks the SECRET_HASH of a request: needed where the client has a secret, refused where it has none.
 * @param usernames the names the hash may be made of: the one in the request, and the user's own
 * @throws AwsError NotAuthorizedException
 */
export function checkSecretHash(
  client: UserPoolClient,
  given: string | undefined,
  usernames: readonly string[],
): void {
  if (client.secret === undefined) {
    if (given === undefined) return;
    throw notAuthorized(
      `Client ${client.id} is not configured for secret but secret hash was received`,
    );
  }
  if (given === undefined) {
    throw notAuthorized(
      `Client ${client.id} is configured with secret but SECRET_HASH was not received`,
    );
  }
  if (!isSecretHashValid(given, usernames, client.id, client.secret)) {
    throw notAuthorized(`Unable to verify secret hash for client ${client.id}`);
  }
}
