import {
  AdminCreateUserCommand,
  type AdminCreateUserCommandInput,
  AdminGetUserCommand,
  type AttributeType,
} from '@aws-sdk/client-cognito-identity-provider';
import { runningSandbox } from '../running.ts';

type RunningSandbox = Awaited<ReturnType<typeof runningSandbox>>;

/** A running sandbox with short hands for making and looking at users of its demo pool. */
export interface PeopleSandbox extends RunningSandbox {
  /** Makes a user quietly, with a temporary password, and returns their sub. */
  create(
    username: string,
    attributes?: Record<string, string>,
    more?: Partial<AdminCreateUserCommandInput>,
  ): Promise<string>;
  /** Returns a user's state and attributes. */
  look(username: string): Promise<{
    username: string | undefined;
    status: string | undefined;
    enabled: boolean | undefined;
    attributes: Record<string, string>;
  }>;
}

/** Starts a sandbox for one test with short hands for users. */
export async function sandboxWithPeople(
  ...setup: Parameters<typeof runningSandbox>
): Promise<PeopleSandbox> {
  const running = await runningSandbox(...setup);
  const { cognito, sandbox } = running;
  return {
    ...running,
    async create(username, attributes = {}, more = {}) {
      const { User } = await cognito.send(
        new AdminCreateUserCommand({
          UserPoolId: sandbox.userPoolId,
          Username: username,
          TemporaryPassword: 'Temporary-1',
          MessageAction: 'SUPPRESS',
          UserAttributes: toList(attributes),
          ...more,
        }),
      );
      return toRecord(User?.Attributes).sub ?? '';
    },
    async look(username) {
      const user = await cognito.send(
        new AdminGetUserCommand({ UserPoolId: sandbox.userPoolId, Username: username }),
      );
      return {
        username: user.Username,
        status: user.UserStatus,
        enabled: user.Enabled,
        attributes: toRecord(user.UserAttributes),
      };
    },
  };
}

/** Turns names and values into the API's list. */
export function toList(attributes: Record<string, string>): AttributeType[] {
  return Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
}

/** Turns the API's list into names and values. */
export function toRecord(attributes: AttributeType[] | undefined): Record<string, string> {
  return Object.fromEntries((attributes ?? []).map(({ Name, Value }) => [Name, Value ?? '']));
}
