import type { FastifyReply, FastifyRequest } from 'fastify';
import { PoolkeeperError } from '../../../errors.ts';
import { networkOf } from '../../../web/requests/network.ts';
import { finish } from '../finish.ts';
import { noteFailure } from '../note-failure.ts';
import type { PageServices } from '../services.ts';

type Typed = {
  readonly username: string;
  readonly password: string;
  /** Path of the page to go on to. */
  readonly returnTo: string;
};

/**
 * Signs in with what was typed, and goes on to the next step or into the console.
 *
 * @param showAgain answers the form with what went wrong, to be tried again
 * @throws PoolkeeperError `not_an_operator` (403), which no other password would change
 */
export async function tryPassword(
  request: FastifyRequest,
  reply: FastifyReply,
  services: PageServices,
  { username, password, returnTo }: Typed,
  showAgain: (problem: PoolkeeperError) => FastifyReply | Promise<FastifyReply>,
): Promise<FastifyReply> {
  const { cookies, knownDevices, signIn } = services;
  try {
    const device = knownDevices.find(request.cookies[cookies.devices.name], username);
    const result = await signIn.signIn(username, password, device, networkOf(request));
    const journey = { returnTo, typedName: username, isRemembered: false };
    return await finish(request, reply, services, result, journey);
  } catch (error) {
    if (!(error instanceof PoolkeeperError)) throw error;
    // Without the username: it may be a password typed into the wrong field.
    request.log.warn({ code: error.code, address: request.ip }, 'sign-in failed');
    await noteFailure(request, services, error);
    if (error.code === 'not_an_operator') throw error;
    return showAgain(error);
  }
}
