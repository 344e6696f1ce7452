import { ClientError } from '../errors.ts';
import { hmacSha256, toBase64, utf8 } from '../text/bytes.ts';
import { type Call, type CognitoOptions, createCall } from './call.ts';

/** The app client that people sign in with. */
export type AppClient = {
  readonly options: CognitoOptions;
  readonly call: Call;
  /** The proof that a client with a secret must send beside each username; undefined without one. */
  secretHash(username: string): Promise<string | undefined>;
  /** USERNAME, and beside it what the secret and the device add, as members of parameters. */
  named(username: string, deviceKey?: string): Promise<Record<string, string>>;
  /** ClientId and Username, and SecretHash where there is a secret, as members of a request. */
  identified(username: string): Promise<object>;
};

/**
 * Makes the app client.
 *
 * @throws ClientError `secret_in_browser` when a page is given a client secret
 *
 * Source: Cognito developer guide, "Computing secret hash values".
 */
export function createAppClient(options: CognitoOptions): AppClient {
  const { clientId, clientSecret } = options;
  if (clientSecret !== undefined && 'document' in globalThis) {
    throw new ClientError({
      code: 'secret_in_browser',
      status: 0,
      message: 'A client secret cannot be kept in a browser. Use an app client without one.',
    });
  }
  const secretHash = async (username: string): Promise<string | undefined> => {
    if (clientSecret === undefined) return undefined;
    return toBase64(await hmacSha256(utf8(clientSecret), utf8(`${username}${clientId}`)));
  };
  return {
    options,
    call: createCall(options),
    secretHash,
    async named(username, deviceKey) {
      const hash = await secretHash(username);
      return {
        USERNAME: username,
        ...(hash !== undefined && { SECRET_HASH: hash }),
        ...(deviceKey !== undefined && { DEVICE_KEY: deviceKey }),
      };
    },
    identified: async (username) => ({
      ClientId: clientId,
      Username: username,
      SecretHash: await secretHash(username),
    }),
  };
}
