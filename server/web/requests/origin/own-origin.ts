import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { isLoopbackHost } from '../../../config/origin.ts';
import { PoolkeeperError } from '../../../errors.ts';

/** What load balancers and containers ask by the address of the machine. */
const forEveryHost: ReadonlySet<string> = new Set(['/healthz', '/readyz']);

/**
 * Whether a `Host` header names this console. One that is reached by this machine only answers to every
 * loopback name, on whatever port it was forwarded from.
 *
 * @param origin as browsers see the console
 */
export function isOwnHost(host: string, origin: string): boolean {
  const own = new URL(origin);
  const address = `${own.protocol}//${host}`;
  if (!/^[\w.:[\]-]+$/.test(host) || !URL.canParse(address)) return false;
  const asked = new URL(address);
  if (asked.host === own.host) return true;
  return isLoopbackHost(own.hostname) && isLoopbackHost(asked.hostname);
}

/** Whether an `Origin` header names this console, as it was asked for with this `Host`. */
export function isOwnOrigin(given: string, host: string, origin: string): boolean {
  const own = new URL(origin);
  if (given === own.origin) return true;
  return isLoopbackHost(own.hostname) && given === `${own.protocol}//${host}`;
}

/**
 * Refuses requests under another name than the console's: a page of another site whose name was made to
 * lead here would otherwise count as one of ours.
 *
 * Source: RFC 9110, 7.4 and 15.5.20; OWASP, "Host header injection" and "DNS rebinding".
 */
export const hostCheck = fp(
  async (app: FastifyInstance, { publicOrigin }: { publicOrigin: () => string }) => {
    app.addHook('onRequest', async (request) => {
      const origin = publicOrigin();
      // Not known for the moment between listening and the first request's answer.
      if (origin === '' || forEveryHost.has(request.url.split('?', 1)[0] ?? '')) return;
      if (isOwnHost(request.headers.host ?? '', origin)) return;
      throw new PoolkeeperError({
        code: 'wrong_host',
        status: 421,
        publicMessage: `This console does not answer under this name. Open it at ${origin}.`,
      });
    });
  },
  { name: 'host-check' },
);
