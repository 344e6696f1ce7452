import type { Selectable } from 'kysely';
import { type PoolUser, userStatuses } from '../../../cognito/types.ts';
import type { DirectoryUserTable } from '../../../db/tables/directory.ts';

/** What counters and history are about. */
export type UserFacts = {
  readonly status: string;
  readonly isEnabled: number;
  readonly verified: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
};

export const emailBit = 1;
export const phoneBit = 2;

export function factsOf(user: PoolUser): UserFacts {
  return {
    status: user.status,
    isEnabled: user.isEnabled ? 1 : 0,
    verified: verifiedBits(user.attributes),
    createdAt: user.createdAt.getTime(),
    modifiedAt: user.modifiedAt.getTime(),
  };
}

function verifiedBits(attributes: PoolUser['attributes']): number {
  const email = isTrue(attributes.email_verified) ? emailBit : 0;
  return email | (isTrue(attributes.phone_number_verified) ? phoneBit : 0);
}

function isTrue(value: string | undefined): boolean {
  return value !== undefined && value.toLowerCase() === 'true';
}

/** The sub, or the username in a pool that hides it. */
export function identityOf(user: PoolUser): string {
  return user.sub || user.username;
}

type UserRow = Readonly<
  Pick<
    Selectable<DirectoryUserTable>,
    'sub' | 'username' | 'status' | 'isEnabled' | 'createdAt' | 'modifiedAt' | 'attributes'
  >
>;

/** The user that a row was written from. */
export function userOf(row: UserRow): PoolUser {
  return {
    username: row.username,
    sub: row.sub,
    status: userStatuses.find((known) => known === row.status) ?? 'UNKNOWN',
    isEnabled: row.isEnabled === 1,
    attributes: JSON.parse(row.attributes),
    createdAt: new Date(row.createdAt),
    modifiedAt: new Date(row.modifiedAt),
  };
}
