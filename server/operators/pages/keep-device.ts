import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignInResult } from '../../cognito/sign-in.ts';
import type { OperatorServices } from '../plugin.ts';

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
    const name = browserName(request.headers['user-agent'] ?? '');
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

/** Most browsers name others as well, those they are made from; the first that matches is the one. */
const browsers = [
  { pattern: /Edg\//, name: 'Edge' },
  { pattern: /OPR\//, name: 'Opera' },
  { pattern: /Firefox\//, name: 'Firefox' },
  { pattern: /Chrome\//, name: 'Chrome' },
  { pattern: /Safari\//, name: 'Safari' },
] as const;

/** What a browser is called where its owner looks for it: "Poolkeeper in Firefox on Linux". */
export function browserName(userAgent: string): string {
  const browser = browsers.find(({ pattern }) => pattern.test(userAgent))?.name;
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(userAgent)?.[1];
  if (browser === undefined) return 'Poolkeeper';
  return `Poolkeeper in ${browser}${system === undefined ? '' : ` on ${system}`}`;
}
