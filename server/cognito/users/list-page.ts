import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { ListUsersCommand, type ListUsersRequest } from '@aws-sdk/client-cognito-identity-provider';
import type { Send } from '../client.ts';
import { toPoolkeeperError } from '../errors.ts';
import { toUserStatus } from '../map.ts';
import type { Page, PoolUser } from '../types.ts';

/** A user as the service writes one in JSON: times are seconds since 1970. */
type ListedUser = {
  readonly Username?: string;
  readonly Attributes?: readonly { readonly Name?: string; readonly Value?: string }[];
  readonly UserCreateDate?: number;
  readonly UserLastModifiedDate?: number;
  readonly Enabled?: boolean;
  readonly UserStatus?: string;
};

type ListedPage = { readonly Users?: readonly ListedUser[]; readonly PaginationToken?: string };

/**
 * Calls `ListUsers` and reads its answer in one go: the SDK would make a copy of every attribute of
 * every user first, which is half of what reading a large pool costs the console.
 *
 * Sources: ListUsers, Response Syntax; the SDK's guide to middleware, step `deserialize`.
 */
export async function listPage(send: Send, request: ListUsersRequest): Promise<Page<PoolUser>> {
  let answer: string | undefined;
  const command = new ListUsersCommand(request);
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { response } = result;
      if (isAnswer(response) && response.body instanceof Readable) {
        answer = await text(response.body);
        // Nothing is left for the SDK to read.
        response.body = new Uint8Array();
      }
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'listPage' },
  );
  await send(command);
  // Only now: many pages come at once, and what is parsed should not grow old on its way through the SDK.
  return readPage(answer);
}

/** @throws PoolkeeperError `pool_error` for what is no page: taken for an empty one, everybody would be gone */
function readPage(answer: string | undefined): Page<PoolUser> {
  try {
    if (answer === undefined) throw new Error('The SDK left no answer to be read.');
    const page: ListedPage = JSON.parse(answer);
    if (!Array.isArray(page.Users)) throw new Error('The answer has no users.');
    return { items: page.Users.map(toPoolUser), nextToken: page.PaginationToken };
  } catch (error) {
    throw toPoolkeeperError(error, 'ListUsers');
  }
}

/** Whether this is what the service says to a call that it carries out. */
function isAnswer(response: unknown): response is { body: unknown } {
  return (
    typeof response === 'object' &&
    response !== null &&
    'statusCode' in response &&
    response.statusCode === 200 &&
    'body' in response
  );
}

function toPoolUser(user: ListedUser): PoolUser {
  let sub = '';
  const attributes: Record<string, string> = {};
  for (const { Name = '', Value = '' } of user.Attributes ?? []) {
    if (Name === 'sub') sub = Value;
    else attributes[Name] = Value;
  }
  const createdAt = toDate(user.UserCreateDate);
  return {
    username: user.Username ?? '',
    sub,
    status: toUserStatus(user.UserStatus),
    isEnabled: user.Enabled ?? true,
    attributes,
    createdAt,
    modifiedAt:
      user.UserLastModifiedDate === undefined ? createdAt : toDate(user.UserLastModifiedDate),
  };
}

/** To the millisecond, as the SDK reads it. */
function toDate(seconds = 0): Date {
  return new Date(Math.round(seconds * 1000));
}
