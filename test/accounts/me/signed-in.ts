import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { type AccountReply, type AccountsForTest, bearer } from '../../helpers/accounts.ts';
import { peopleOf } from '../../helpers/people.ts';

export const password = 'Sandbox-1234';

/** Somebody who is signed in with the application's app client. */
export type SignedInUser = {
  readonly username: string;
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken: string;
  /** Where the pool tracks devices. */
  readonly newDevice: { readonly key: string; readonly groupKey: string };
  /** Calls an operation with their access token. */
  call(method: string, path: string, body?: unknown): Promise<AccountReply>;
};

/** Signs a user in by the SDK, whatever the account API does. */
export async function signIn(
  accounts: AccountsForTest,
  username: string,
  secret = password,
  clientId = accounts.running.sandbox.applicationClientId,
): Promise<SignedInUser> {
  const { AuthenticationResult: result } = await accounts.running.cognito.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: secret },
    }),
  );
  const { AccessToken = '', IdToken = '', RefreshToken = '' } = result ?? {};
  const { DeviceKey = '', DeviceGroupKey = '' } = result?.NewDeviceMetadata ?? {};
  return {
    username,
    accessToken: AccessToken,
    idToken: IdToken,
    refreshToken: RefreshToken,
    newDevice: { key: DeviceKey, groupKey: DeviceGroupKey },
    call: (method, path, body) => accounts.call(method, path, body, bearer(AccessToken)),
  };
}

/** A new user of the pool who is signed in. */
export async function newUser(
  accounts: AccountsForTest,
  attributes: Record<string, string> = {},
): Promise<SignedInUser> {
  return signIn(accounts, await peopleOf(accounts.running).confirmed(attributes));
}

/** The status and code of a problem, and the names of its fields if it has some. */
export const refusalOf = ({ status, body }: AccountReply): readonly unknown[] => [
  status,
  body?.code,
  ...(body?.fields ? [Object.keys(body.fields)] : []),
];
