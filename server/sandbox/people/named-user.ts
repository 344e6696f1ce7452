import { type Static, Type } from '@sinclair/typebox';
import { getClient } from '../clients/store.ts';
import type { SandboxContext } from '../context.ts';
import { getPoolByKey } from '../pools/store.ts';
import { type Caller, hidesUserExistence } from '../sign-in/client/caller.ts';
import { checkSecretHash } from '../sign-in/client/client-secret.ts';
import { findUser } from '../users/find.ts';
import type { User } from '../users/user.ts';
import { userNotFound } from '../wire/errors.ts';
import type { CallInfo } from '../wire/operation.ts';
import { ClientId, ClientMetadata, SecretHash, Username } from '../wire/shapes.ts';

/** The members by which an operation without a token names its client and user. */
export const NamedUser = Type.Object({
  ClientId,
  SecretHash: Type.Optional(SecretHash),
  Username,
  ClientMetadata: Type.Optional(ClientMetadata),
});

/**
 * Finds the user that an operation without a token names, once the client's secret hash is found right.
 * @returns `user` undefined for nobody, when the client hides who exists
 * @throws AwsError ResourceNotFoundException, NotAuthorizedException, or UserNotFoundException
 */
export function findNamedUser(
  context: SandboxContext,
  input: Static<typeof NamedUser>,
  info: CallInfo,
): { caller: Caller; user: User | undefined } {
  const client = getClient(context, input.ClientId);
  const pool = getPoolByKey(context, client.poolKey);
  const user = findUser(context, pool, input.Username);
  const names = user === undefined ? [input.Username] : [input.Username, user.username];
  checkSecretHash(client, input.SecretHash, names);
  if (user === undefined && !hidesUserExistence(client)) throw userNotFound();
  return { caller: { pool, client, isAdmin: false, info }, user };
}
