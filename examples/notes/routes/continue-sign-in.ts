import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Challenge, KnownDevice, Tokens } from '../account-api/answers.ts';
import type { Parts } from './parts.ts';

type SignIn = {
  readonly username: string;
  /** Whether this browser stands in for the second factor from now on. */
  readonly trusts: boolean;
  readonly next: string;
  /** The device that the sign-in was made with. */
  readonly device?: KnownDevice | undefined;
};

/** Keeps the tokens of a sign-in in a new session, or the challenge that it waits for. */
export async function continueSignIn(
  parts: Parts,
  request: FastifyRequest,
  reply: FastifyReply,
  step: Tokens | Challenge,
  { username, trusts, next, device }: SignIn,
): Promise<FastifyReply> {
  const { sessions } = parts;
  if ('challenge' in step) {
    sessions.begin(request, reply, {
      pending: { challenge: step, username, trusts, next, device },
    });
    return reply.redirect('/sign-in/challenge', 303);
  }
  const { accessToken, idToken, refreshToken, newDevice } = step;
  if (newDevice !== undefined) {
    const confirmed = await confirmDevice(parts, accessToken, newDevice, trusts);
    if (trusts) sessions.trust(reply, username, confirmed);
  }
  sessions.begin(request, reply, {
    sub: subjectIn(idToken),
    tokens: { accessToken, idToken, refreshToken },
    deviceKey: newDevice?.key ?? device?.key,
  });
  return reply.redirect(next, 303);
}

/** Not verified here: the token has just come from the account API, and the plugin verifies it. */
function subjectIn(idToken: string): string | undefined {
  const [, claims = ''] = idToken.split('.');
  return JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')).sub;
}

/** A new device has to be confirmed before its refresh token works. Its password is answered once. */
async function confirmDevice(
  { accounts }: Parts,
  accessToken: string,
  { key, groupKey }: { readonly key: string; readonly groupKey: string },
  isRemembered: boolean,
): Promise<KnownDevice> {
  const confirmation = { key, groupKey, name: 'Browser', isRemembered };
  const { device } = await accounts.as(accessToken).confirmDevice(confirmation);
  return device;
}
