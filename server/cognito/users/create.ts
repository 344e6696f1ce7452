import { AdminCreateUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { PoolkeeperError } from '../../errors.ts';
import type { Send } from '../client.ts';
import { isOutcomeUnknown } from '../errors.ts';
import type { NewUser } from '../gateway.ts';
import { toAttributeList, toPoolUser } from '../map.ts';
import type { PoolUser } from '../types.ts';
import type { UserReads } from './reads.ts';

/** How far the service's clock may be behind ours, in milliseconds. */
const clockDifference = 60_000;

/**
 * Creates a user and answers them as created. When the answer is lost, looks for the user first and
 * calls once more only when there is none: should the list lag behind, the second call is answered
 * that the username exists, and sends no second invitation.
 *
 * @throws PoolkeeperError `username_exists` when another person has the username
 *
 * Source: API reference, AdminCreateUser.
 */
export async function createUser(
  send: Send,
  userPoolId: string,
  reads: UserReads,
  now: () => Date,
  user: NewUser,
): Promise<PoolUser> {
  const startedAt = now().getTime();
  const create = async (): Promise<PoolUser> => {
    const { User } = await send(
      new AdminCreateUserCommand({
        UserPoolId: userPoolId,
        Username: user.username,
        UserAttributes: toAttributeList(user.attributes),
        TemporaryPassword: user.temporaryPassword,
        ...(user.invitation.length === 0
          ? { MessageAction: 'SUPPRESS' }
          : { DesiredDeliveryMediums: [...user.invitation] }),
      }),
    );
    return toPoolUser(User ?? { Username: user.username });
  };
  const findOurs = async (): Promise<PoolUser | undefined> => {
    const existing = await find(reads, user);
    return existing && isOurs(existing, user, startedAt) ? existing : undefined;
  };
  try {
    return await create();
  } catch (error) {
    if (!isOutcomeUnknown(error)) throw error;
    const ours = await findOurs().catch(() => {
      throw error;
    });
    return ours ?? (await createAgain());
  }

  async function createAgain(): Promise<PoolUser> {
    try {
      return await create();
    } catch (error) {
      const ours = isExisting(error) || isOutcomeUnknown(error) ? await findOurs() : undefined;
      if (ours === undefined) throw error;
      return ours;
    }
  }
}

function isExisting(error: unknown): boolean {
  return error instanceof PoolkeeperError && error.code === 'username_exists';
}

/** Where people sign in with e-mail or phone, the username given is one of those, not the stored one. */
async function find(reads: UserReads, user: NewUser): Promise<PoolUser | undefined> {
  const found = await reads.findUser(user.username);
  if (found) return found;
  const attribute = user.username.includes('@') ? 'email' : 'phone_number';
  const filter = { attribute, match: 'equals', value: user.username } as const;
  return (await reads.listUsers({ limit: 1, filter })).items[0];
}

/** Made since we began, never signed in, and just as we asked for. */
function isOurs(existing: PoolUser, wanted: NewUser, startedAt: number): boolean {
  return (
    existing.createdAt.getTime() >= startedAt - clockDifference &&
    existing.status === 'FORCE_CHANGE_PASSWORD' &&
    Object.entries(wanted.attributes).every(
      ([name, value]) => value === '' || existing.attributes[name] === value,
    )
  );
}
