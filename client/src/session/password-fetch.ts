import type { Client } from '../client.ts';
import { ClientError, hasCode } from '../errors.ts';
import type { SignInInput } from '../sign-in/machine.ts';

/**
 * Makes a `fetch` for programs: it signs in with a password when first used, and again when the refresh
 * token is over.
 *
 * @throws ClientError what `client.signIn` throws, and `challenge_not_supported` when the sign-in asks for
 * more than the password
 */
export function createPasswordFetch(
  client: Pick<Client, 'signIn' | 'fetch'>,
  credentials: SignInInput & { readonly password: string },
): typeof fetch {
  let signingIn: Promise<void> | undefined;

  const signIn = async (): Promise<void> => {
    const { status } = await client.signIn(credentials);
    if (status === 'signed-in') return;
    const message = `The sign-in asks for more than the password (${status}).`;
    throw new ClientError({ code: 'challenge_not_supported', status: 0, message });
  };

  return async (input, init) => {
    const request = new Request(input, init);
    try {
      return await client.fetch(request.clone());
    } catch (error) {
      if (!hasCode(error, 'not_signed_in', 'session_ended')) throw error;
      signingIn ??= signIn().finally(() => {
        signingIn = undefined;
      });
      await signingIn;
      return client.fetch(request);
    }
  };
}
