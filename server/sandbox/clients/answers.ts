import { toEpochSeconds } from '../wire/time.ts';
import type { UserPoolClient } from './client.ts';

/** Returns an app client as UserPoolClientType. */
export function toUserPoolClientType(userPoolId: string, client: UserPoolClient): object {
  return {
    UserPoolId: userPoolId,
    ClientId: client.id,
    ClientName: client.name,
    ...(client.secret === undefined ? {} : { ClientSecret: client.secret }),
    ...client.settings,
    CreationDate: toEpochSeconds(client.created),
    LastModifiedDate: toEpochSeconds(client.modified),
  };
}
