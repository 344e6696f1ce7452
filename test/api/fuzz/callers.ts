import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminEnableUserCommand,
  AdminSetUserPasswordCommand,
  CreateGroupCommand,
  InitiateAuthCommand,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { type Role, roles } from '../../../server/operators/permissions.ts';
import { operatorPassword, type TestConsole } from '../../helpers/console.ts';
import { peopleOf } from '../../helpers/people.ts';

/** Somebody or something that requests are made as. */
export type Caller = {
  readonly name: string;
  /** Of an operator or of an API key; undefined: no operation may be called. */
  readonly role: Role | undefined;
  readonly isKey: boolean;
};

export const callers: readonly Caller[] = [
  ...roles.map((role) => ({ name: role, role, isKey: false })),
  { name: 'ordinary user', role: undefined, isKey: false },
  { name: 'forged token', role: undefined, isKey: false },
  { name: 'no token', role: undefined, isKey: false },
];

export type Callers = {
  /** What this caller sends as `Authorization: Bearer`; empty for none. */
  tokenOf(caller: Caller): string;
  /** Makes the operators and their tokens good again after requests have changed them. */
  restore(): Promise<void>;
};

const groups = { admin: 'pool-admins', support: 'pool-support', auditor: 'pool-auditors' };

/** Tokens of each caller; the operators are restored when a request has harmed one of them. */
export async function makeCallers(running: TestConsole): Promise<Callers> {
  const { cognito, sandbox } = running;
  const UserPoolId = sandbox.userPoolId;
  const tokens = new Map<string, string>();
  const ordinary = await peopleOf(running).confirmed();

  const signIn = async (username: string): Promise<string> => {
    const { AuthenticationResult } = await cognito.send(
      new InitiateAuthCommand({
        ClientId: sandbox.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: username, PASSWORD: operatorPassword },
      }),
    );
    return AuthenticationResult?.AccessToken ?? '';
  };

  const restoreOperator = async (role: Role): Promise<void> => {
    const user = { UserPoolId, Username: role };
    try {
      await cognito.send(new AdminEnableUserCommand(user));
    } catch (error) {
      if (!(error instanceof UserNotFoundException)) throw error;
      await cognito.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }));
    }
    await cognito.send(
      new AdminSetUserPasswordCommand({ ...user, Password: operatorPassword, Permanent: true }),
    );
    const GroupName = groups[role];
    const group = new CreateGroupCommand({ UserPoolId, GroupName });
    await cognito.send(group).catch(() => undefined);
    await cognito.send(new AdminAddUserToGroupCommand({ ...user, GroupName }));
    tokens.set(role, await signIn(role));
  };

  const restore = async (): Promise<void> => {
    for (const role of roles) await restoreOperator(role);
  };
  await restore();
  tokens.set('ordinary user', await signIn(ordinary));
  const [header = '', payload = ''] = (tokens.get('admin') ?? '').split('.');
  tokens.set('forged token', `${header}.${payload}.AAAA`);
  return { tokenOf: ({ name }) => tokens.get(name) ?? '', restore };
}
