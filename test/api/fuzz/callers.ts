import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminEnableUserCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminSetUserPasswordCommand,
  CreateGroupCommand,
  InitiateAuthCommand,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { type Role, roles } from '../../../server/operators/permissions.ts';
import { createKey } from '../../helpers/api-key.ts';
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
  ...roles.map((role) => ({ name: `key of ${role}`, role, isKey: true })),
  { name: 'ordinary user', role: undefined, isKey: false },
  { name: 'forged token', role: undefined, isKey: false },
  { name: 'forged key', role: undefined, isKey: true },
  { name: 'no token', role: undefined, isKey: false },
];

export type Callers = {
  /** What this caller sends as `Authorization: Bearer`; empty for none. */
  tokenOf(caller: Caller): string;
  /** Makes the operators good again, and the caller's token or key, after requests have changed them. */
  restore(caller: Caller): Promise<void>;
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
    const off = { Enabled: false };
    await cognito.send(
      new AdminSetUserMFAPreferenceCommand({
        ...user,
        SMSMfaSettings: off,
        SoftwareTokenMfaSettings: off,
        EmailMfaSettings: off,
      }),
    );
    const GroupName = groups[role];
    const group = new CreateGroupCommand({ UserPoolId, GroupName });
    await cognito.send(group).catch(() => undefined);
    await cognito.send(new AdminAddUserToGroupCommand({ ...user, GroupName }));
    tokens.set(role, await signIn(role));
  };

  const renewKey = async ({ name, role = 'auditor' }: Caller): Promise<void> => {
    const { token } = await createKey(running, { role });
    tokens.set(name, token);
    // Its checksum is wrong.
    tokens.set('forged key', `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`);
  };

  const restore = async (caller: Caller): Promise<void> => {
    for (const role of roles) await restoreOperator(role);
    const [header = '', payload = ''] = (tokens.get('admin') ?? '').split('.');
    tokens.set('forged token', `${header}.${payload}.AAAA`);
    tokens.set('ordinary user', await signIn(ordinary));
    if (caller.isKey) await renewKey(caller);
  };
  for (const caller of callers.filter(({ isKey, role }) => isKey && role)) await restore(caller);
  return { tokenOf: ({ name }) => tokens.get(name) ?? '', restore };
}
