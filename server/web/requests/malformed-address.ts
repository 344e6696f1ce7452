import type { FastifyPluginAsync } from 'fastify';
import { PoolkeeperError } from '../../errors.ts';

const path = '/malformed-address';

/** The APIs, each of which answers with problem details of its own. */
const apis = /^\/(?:api|accounts|admin-queries)(?=\/)/;

/**
 * The address as routes can read it. One whose percent-encoding is broken is led to a route of its
 * own, so that it passes the same hooks and gets the same headers and error page as every other.
 */
export function wellFormed(url: string | undefined): string {
  try {
    decodeURIComponent(url?.split('?', 1)[0] ?? '');
    return url ?? '/';
  } catch {
    return `${apis.exec(url ?? '')?.[0] ?? ''}${path}`;
  }
}

/** Answers every method at the address that `wellFormed` leads to. */
export const malformedAddress: FastifyPluginAsync = async (app) => {
  app.all(path, { config: { permission: 'public' } }, async () => {
    throw new PoolkeeperError({
      code: 'malformed_address',
      status: 400,
      publicMessage:
        'This address is not written correctly. Check it, or start from the start page.',
    });
  });
};
