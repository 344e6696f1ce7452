import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignInResult } from '../../cognito/sign-in.ts';
import type { OperatorServices } from '../services.ts';
import { browserName } from './browser-name.ts';

/** Days; browsers keep no cookie much longer than a year. */
const keptFor = 365;

/**
 * Confirms the device that the pool gave this browser, and keeps what it needs to prove itself next
 * time. A refresh token works only once its device is confirmed, so this is done whether or not the
 * browser is to stand in for a second factor. A failure ends nothing but the remembering.
 *
 * @param names under which the person may sign in here again
 */
export async function keepDevice(
  request: FastifyRequest,
  reply: FastifyReply,
  { cookies, knownDevices, signIn }: OperatorServices,
  { tokens, newDevice }: Extract<SignInResult, { kind: 'tokens' }>,
  names: readonly string[],
  { isRemembered }: { readonly isRemembered: boolean },
): Promise<void> {
  try {
    if (newDevice === undefined) {
      if (!isRemembered || tokens.deviceKey === undefined) return;
      return await signIn.rememberDevice(tokens.accessToken, tokens.deviceKey);
    }
    const browser = browserName(request.headers['user-agent'] ?? '');
    // What the device is called where its owner looks for it.
    const name = browser === '' ? 'Poolkeeper' : `Poolkeeper in ${browser}`;
    const device = await signIn.confirmDevice(tokens.accessToken, newDevice, {
      name,
      isRemembered,
    });
    const kind = cookies.devices;
    const cookie = knownDevices.add(request.cookies[kind.name], names, device);
    reply.setCookie(kind.name, cookie, { ...kind.options, maxAge: keptFor * 24 * 60 * 60 });
  } catch (error) {
    request.log.warn({ err: error }, 'device not confirmed');
  }
}
